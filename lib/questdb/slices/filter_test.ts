import assert from "node:assert/strict";
import { conditionOf, type FilterIs } from "./filter.ts";

const columns = [
  { name: "a b", type: "VARCHAR" },
  { name: "n", type: "DOUBLE" },
  { name: "f", type: "FLOAT" },
  { name: "at", type: "TIMESTAMP" },
  { name: "t", type: "BOOLEAN" },
  { name: "u", type: "UUID" },
  { name: "bytes", type: "BINARY" },
];
const sql = (column: string, is: FilterIs, value?: string, to?: string) =>
  conditionOf({
    column,
    is,
    ...value === undefined ? {} : { value },
    ...to === undefined ? {} : { to },
  }, columns);

Deno.test("conditionOf() writes each comparison for its type", () => {
  assert.equal(sql("a b", "contains", "50%_\\'"), `"a b" ilike '%50\\%\\_\\\\''%'`);
  assert.equal(sql("n", "greater", "1,000.5"), '"n" > 1000.5');
  assert.equal(sql("n", "equals", "9007199254740993"), '"n" = 9007199254740993');
  assert.equal(sql("f", "less", "0.1"), '"f" < cast(0.1 as float)');
  const day = `'2026-01-31T00:00:00Z'::timestamp`;
  assert.equal(
    sql("at", "between", "2026-01-31", "2026-01-31 12:30:05.250"),
    `("at" >= ${day} and "at" <= '2026-01-31T12:30:05.25Z'::timestamp)`,
  );
  assert.equal(sql("t", "equals", " TRUE "), '"t" = true');
  assert.equal(sql("u", "null"), '"u"::string = null');
});

Deno.test("conditionOf() says why a filter does not fit", () => {
  assert.throws(() => sql("x", "null"), /there is no column x/);
  assert.throws(() => sql("n", "contains", "1"), /n \(DOUBLE\) by "contains": it has equals, less/);
  assert.throws(() => sql("bytes", "null"), /it has no filters/);
  assert.throws(() => sql("n", "less", ""), /"" is not a number/);
  assert.throws(() => sql("at", "less", "2026-02-31"), /is not a time such as/);
  assert.throws(() => sql("t", "equals", "1"), /is not true or false/);
});
