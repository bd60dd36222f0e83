import assert from "node:assert/strict";
import { fromFile } from "./sql_file.ts";

Deno.test("fromFile() finds :names, but not in text, comments, casts and times", () => {
  const text =
    `select ':no', a::long, "b:no" -- :no\nfrom :trips where t > '10:00' and fare > :fare` +
    ` and x := 1 /* /* :no */ :no */ or :fare = 1`;
  assert.deepEqual(fromFile(text, { trips: "T", fare: 5 }, "f.sql"), {
    strings: [
      `select ':no', a::long, "b:no" -- :no\nfrom `,
      " where t > '10:00' and fare > ",
      " and x := 1 /* /* :no */ :no */ or ",
      " = 1",
    ],
    values: ["T", 5, 5],
  });
});

Deno.test("fromFile() refuses a name without a value and a value without a name", () => {
  assert.throws(
    () => fromFile("select :a", {}, "f.sql"),
    /Cannot run f\.sql: it needs :a; pass \{ a: … \}$/,
  );
  assert.throws(() => fromFile("select 1", { a: 1 }, "f.sql"), /it has no :a$/);
});
