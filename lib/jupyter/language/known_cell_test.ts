import assert from "node:assert/strict";
import { knownCell } from "./known_cell.ts";

Deno.test("knownCell() knows the variable of a cell of SQL, however it is marked", () => {
  for (const mark of ["-- sql rows\n", "/* sql rows */ ", "/* sql rows */\n"]) {
    assert.deepEqual([...knownCell(`${mark}select 1`)!.names], ["rows"], mark);
  }
  assert.deepEqual([...knownCell("select 1 from t")!.names], ["answer"]);
});

Deno.test("knownCell() names what a cell declares and imports", () => {
  const { names } = knownCell(
    'import a, { b as c } from "m";\nconst { d, e: [f, ...g], h = 1 } = x; class I {}',
  )!;
  assert.deepEqual([...names].sort(), ["I", "a", "c", "d", "f", "g", "h"]);
});
