import assert from "node:assert/strict";
import { UsageError } from "../../../errors.ts";
import { questdbFrom } from "./endpoint.ts";

const from = (variables: Record<string, string>) => questdbFrom((name) => variables[name]);

Deno.test("questdbFrom() has QuestDB's own defaults", () => {
  assert.deepEqual(from({ QDB_CLIENT_CONF: "http::addr=q1:9000;" }), {
    conf: "http::addr=q1:9000;",
    pg: { host: "q1", port: 8812, user: "admin", password: "quest", database: "qdb" },
  });
});

Deno.test("questdbFrom() takes another SQL address and login", () => {
  const found = from({
    QDB_CLIENT_CONF: "https::token=t;addr=[::1]:9443",
    QDB_CLIENT_HOST: "sql",
    QDB_CLIENT_PORT: "5432",
    QDB_CLIENT_USER: "reader",
    QDB_CLIENT_PASSWORD: "secret",
  });
  assert.deepEqual(found, {
    conf: "https::token=t;addr=[::1]:9443;",
    pg: { host: "sql", port: 5432, user: "reader", password: "secret", database: "qdb" },
  });
});

for (
  const [what, variables, message] of [
    ["ILP over TCP", { QDB_CLIENT_CONF: "tcp::addr=q1:9009;" }, /http::addr=/],
    [
      "a port that is not a number",
      { QDB_CLIENT_CONF: "http::addr=q1:9000;", QDB_CLIENT_PORT: "0x50" },
      /QDB_CLIENT_PORT/,
    ],
  ] as const
) {
  Deno.test(`questdbFrom() refuses ${what}`, () => {
    assert.throws(() => from(variables), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("questdbFrom() never puts a secret into an error", () => {
  assert.throws(
    () => from({ QDB_CLIENT_CONF: "tcp::addr=q1;token=hush;" }),
    (error: Error) => !error.message.includes("hush"),
  );
});
