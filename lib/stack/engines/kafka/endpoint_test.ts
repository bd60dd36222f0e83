import assert from "node:assert/strict";
import { UsageError } from "../../../errors.ts";
import { kafkaFrom } from "./endpoint.ts";

const from = (variables: Record<string, string>) => kafkaFrom((name) => variables[name]);

Deno.test("kafkaFrom() takes one broker", () => {
  assert.deepEqual(from({ KAFKA_BOOTSTRAP_SERVERS: "k1:9092" }), { brokers: ["k1:9092"] });
});

Deno.test("kafkaFrom() takes several brokers and a login", () => {
  const found = from({
    KAFKA_BOOTSTRAP_SERVERS: "k1, k2:9093 ,",
    KAFKA_SSL: "true",
    KAFKA_SASL_MECHANISM: "SCRAM-SHA-512",
    KAFKA_SASL_USERNAME: "u",
    KAFKA_SASL_PASSWORD: "p",
  });
  assert.deepEqual(found, {
    brokers: ["k1:9092", "k2:9093"],
    ssl: true,
    sasl: { mechanism: "scram-sha-512", username: "u", password: "p" },
  });
});

const LOCAL = { KAFKA_BOOTSTRAP_SERVERS: "k1:9092" };

for (
  const [what, variables, message] of [
    ["no broker", { KAFKA_BOOTSTRAP_SERVERS: " , " }, /host:port/],
    ["an unknown login", { ...LOCAL, KAFKA_SASL_MECHANISM: "gssapi" }, /choose plain/],
    ["a login without password", { ...LOCAL, KAFKA_SASL_USERNAME: "u" }, /KAFKA_SASL_PASSWORD/],
  ] as const
) {
  Deno.test(`kafkaFrom() refuses ${what}`, () => {
    assert.throws(() => from(variables), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  });
}
