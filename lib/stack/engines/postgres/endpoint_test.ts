import assert from "node:assert/strict";
import { UsageError } from "../../../errors.ts";
import { localPostgres, postgresFrom, postgresUrl } from "./endpoint.ts";

const from = (url: string) => postgresFrom(() => url);

Deno.test("postgresFrom() reads an address with its login", () => {
  assert.deepEqual(from("postgres://u:p%40x@db.example:6543/shop"), {
    host: "db.example",
    port: 6543,
    database: "shop",
    user: "u",
    password: "p@x",
  });
  assert.equal(from("postgresql://u@[::1]/shop").port, 5432);
  assert.equal(from("postgresql://u@[::1]/shop").host, "::1");
});

for (
  const url of [
    "hush",
    "mysql://u:hush@h/db",
    "postgres://h/db",
    "postgres://u:hush@h",
    "postgres://u:hush@h/db?sslmode=hush",
    "postgres://u:%hush@h/db",
  ]
) {
  Deno.test(`postgresFrom() refuses ${url} and does not quote it`, () => {
    assert.throws(() => from(url), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^Cannot use TRIBUTARY_POSTGRES_URL: .* postgres:\/\/user:pass/);
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
  });
}

Deno.test("localPostgres() logs in with its passwords; postgresUrl() has them for psql", () => {
  const endpoint = localPostgres({ postgres: 5432 }, { postgres: "aaa", shop: "bbb" });
  assert.equal(endpoint.password, "aaa");
  assert.deepEqual(endpoint.shop, { user: "shop", password: "bbb" });
  assert.equal(postgresUrl(endpoint, endpoint.shop!), "postgres://shop:bbb@127.0.0.1:5432/shop");
});
