import assert from "node:assert/strict";
import { UsageError } from "../../../errors.ts";
import { makeAuthority } from "../../../tls_testing.ts";
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
    ["a password without user", { ...LOCAL, KAFKA_SASL_PASSWORD: "hush" }, /KAFKA_SASL_USERNAME/],
    ["a password in an address", { KAFKA_BOOTSTRAP_SERVERS: "joe:hush@k1:9092" }, /host:port/],
    [
      "an IPv6 address",
      { KAFKA_BOOTSTRAP_SERVERS: "k1:9092,[::1]:9092" },
      /IPv6 addresses\. Write a host name for \[::1\]:9092$/,
    ],
    ["an address with a scheme", { KAFKA_BOOTSTRAP_SERVERS: "SASL_SSL://hush:9092" }, /host:port/],
    [
      "neither true nor false",
      { ...LOCAL, KAFKA_SSL: "hush" },
      /KAFKA_SSL: set it to true or false/,
    ],
    [
      "a file that is missing",
      { ...LOCAL, KAFKA_SSL_CA: "/hush" },
      /KAFKA_SSL_CA names: there is no/,
    ],
    [
      "a key where a path belongs",
      { ...LOCAL, KAFKA_SSL_KEY: "hush", KAFKA_SSL_CERT: "hush" },
      /KAFKA_SSL_CERT names: there is no/,
    ],
  ] as const
) {
  Deno.test(`kafkaFrom() refuses ${what}`, () => {
    assert.throws(() => from(variables), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
  });
}

Deno.test("kafkaFrom() uses TLS if a certificate is named, unless it is switched off", async () => {
  const ca = (await makeAuthority("Test")).cert;
  assert.deepEqual(from({ ...LOCAL, KAFKA_SSL_CA: ca }).ssl, { ca });
  assert.equal(from({ ...LOCAL, KAFKA_SSL_CA: ca, KAFKA_SSL: "false" }).ssl, undefined);
  // PEM text in one line, as it is often kept in variables.
  assert.deepEqual(from({ ...LOCAL, KAFKA_SSL_CA: ca.replaceAll("\n", "\\n") }).ssl, { ca });
});
