import assert from "node:assert/strict";
import { statementsOf } from "./statements.ts";

Deno.test("statementsOf() splits at semicolons outside quotes and comments, with places", () => {
  const sql = "select 1;\n -- a; b\n select ';' \"x;\" /* ; */;;\nselect 2";
  const { statements, rest } = statementsOf(sql);
  assert.deepEqual(statements.map(({ text }) => text), [
    "select 1",
    "-- a; b\n select ';' \"x;\" /* ; */",
  ]);
  assert.deepEqual(rest, { text: "select 2", start: sql.indexOf("select 2") });
  for (const { text, start } of statements) assert.ok(sql.startsWith(text, start));
});

Deno.test("statementsOf() has no rest after a semicolon and a comment, but after what is not closed", () => {
  const restOf = (sql: string) => statementsOf(sql).rest?.text;
  assert.equal(restOf("select 1; -- done"), undefined);
  assert.equal(restOf("  "), undefined);
  assert.equal(restOf("/* not; closed"), "/* not; closed");
  assert.equal(restOf("select 'not; closed"), "select 'not; closed");
  assert.deepEqual(statementsOf("/* a */;").statements, []);
});
