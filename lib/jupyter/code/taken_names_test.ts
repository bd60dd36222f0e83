import assert from "node:assert/strict";
import * as library from "../../notebook/mod.ts";
import { takenNames } from "./taken_names.ts";
import { transform } from "./transform.ts";

Deno.test("takenNames() warns of names that libraries use, and of no others", () => {
  for (const name of ["Symbol", "Map", "URL", "Date", "fetch", "console", "process"]) {
    assert.match(takenNames(["rows", name])!, new RegExp(`^${name}: libraries use this name`));
  }
  assert.match(takenNames(["URL", "fetch"])!, /^URL, fetch: .*these names.*\{ URL as MyURL \}/);
  for (const name of ["name", "status", "event", "close", "rows", "Orders", "URLs", "toString"]) {
    assert.equal(takenNames([name]), undefined, name);
  }
});

Deno.test("a cell that takes such a name says so when it runs, on its own lines", () => {
  const cells = ['const URL = "x";', 'import { Symbol } from "./a.ts";', "class Map {}"];
  for (const cell of cells) {
    const code = transform(cell);
    assert.match(code, /console\.warn\("(URL|Symbol|Map): libraries use/);
    assert.equal(code.split("\n")[0]!.includes("console.warn"), true);
  }
  assert.ok(!transform("const url = 1, f = () => { const URL = 2; };").includes("console.warn"));
});

Deno.test("the notebook API has no name of the platform: a cell may import all of it", () => {
  assert.equal(takenNames(Object.keys(library)), undefined);
});
