import assert from "node:assert/strict";
import { sql } from "./sql.ts";

Deno.test("sql says how it is written when it is called as a function", () => {
  assert.throws(
    () => (sql as unknown as (text: string) => unknown)("select 1"),
    /^TypeError: sql is a tag of template literals, not a function: write await sql`select …`/,
  );
});

Deno.test("a query without await says so when it is used as rows", () => {
  const query = sql`select 1` as unknown as Record<string, unknown>;
  assert.throws(() => query.length, /Cannot use \.length of a query that has not run: write await/);
  assert.throws(() => query.map, /const rows = await sql`select …`/);
  assert.match(Deno.inspect(query), /strings/);
});
