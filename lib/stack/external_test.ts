import assert from "node:assert/strict";
import { UsageError } from "../errors.ts";
import { externalEndpoints } from "./external.ts";

const LOCAL = { KAFKA_BOOTSTRAP_SERVERS: "k1:9092", QDB_CLIENT_CONF: "http::addr=q1:9000;" };

function endpoints(variables: Record<string, string>) {
  return externalEndpoints((name) => variables[name]);
}

Deno.test("externalEndpoints() is undefined where nothing is named", () => {
  assert.equal(endpoints({}), undefined);
});

Deno.test("externalEndpoints() takes QuestDB's own defaults", () => {
  assert.deepEqual(endpoints(LOCAL), {
    kafka: { brokers: ["k1:9092"] },
    questdb: {
      conf: "http::addr=q1:9000;",
      pg: { host: "q1", port: 8812, user: "admin", password: "quest", database: "qdb" },
    },
  });
});

Deno.test("externalEndpoints() takes several brokers, a login and another SQL address", () => {
  const found = endpoints({
    KAFKA_BOOTSTRAP_SERVERS: "k1, k2:9093 ,",
    KAFKA_SSL: "true",
    KAFKA_SASL_MECHANISM: "SCRAM-SHA-512",
    KAFKA_SASL_USERNAME: "u",
    KAFKA_SASL_PASSWORD: "p",
    QDB_CLIENT_CONF: "https::token=t;addr=[::1]:9443",
    QDB_CLIENT_HOST: "sql",
    QDB_CLIENT_PORT: "5432",
    QDB_CLIENT_USER: "reader",
    QDB_CLIENT_PASSWORD: "secret",
  });
  assert.deepEqual(found, {
    kafka: {
      brokers: ["k1:9092", "k2:9093"],
      ssl: true,
      sasl: { mechanism: "scram-sha-512", username: "u", password: "p" },
    },
    questdb: {
      conf: "https::token=t;addr=[::1]:9443;",
      pg: { host: "sql", port: 5432, user: "reader", password: "secret", database: "qdb" },
    },
  });
});

for (
  const [what, variables, message] of [
    ["Kafka alone", { KAFKA_BOOTSTRAP_SERVERS: "k1" }, /KAFKA_BOOTSTRAP_SERVERS alone/],
    ["QuestDB alone", { QDB_CLIENT_CONF: "http::addr=q1;" }, /QDB_CLIENT_CONF alone/],
    ["ILP over TCP", { ...LOCAL, QDB_CLIENT_CONF: "tcp::addr=q1:9009;" }, /http::addr=/],
    ["a port that is none", { ...LOCAL, QDB_CLIENT_PORT: "0x50" }, /QDB_CLIENT_PORT/],
    ["no broker", { ...LOCAL, KAFKA_BOOTSTRAP_SERVERS: " , " }, /host:port/],
    ["an unknown login", { ...LOCAL, KAFKA_SASL_MECHANISM: "gssapi" }, /choose plain/],
    ["a login without password", { ...LOCAL, KAFKA_SASL_USERNAME: "u" }, /KAFKA_SASL_PASSWORD/],
  ] as const
) {
  Deno.test(`externalEndpoints() refuses ${what}`, () => {
    assert.throws(() => endpoints(variables), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("externalEndpoints() never puts a secret into an error", () => {
  assert.throws(
    () => endpoints({ ...LOCAL, QDB_CLIENT_CONF: "tcp::addr=q1;token=hush;" }),
    (error: Error) => !error.message.includes("hush"),
  );
});
