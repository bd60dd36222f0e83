import assert from "node:assert/strict";
import { nameCells } from "./name_cells.ts";

Deno.test("nameCells() writes places in the notebook and removes the harness's frames", () => {
  const module = { code: "", places: [undefined, { cell: 2, line: 7 }] };
  const harness = new URL("harness.ts", import.meta.url).href;
  const text = nameCells(
    `at f (file:///m.ts:2:5)\n at file:///m.ts:1:1\n    at async ${harness}:53:3`,
    module,
    "file:///m.ts",
  );
  assert.equal(text, "at f (cell [2], line 7)\n at file:///m.ts:1:1");
});
