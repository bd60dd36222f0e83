import assert from "node:assert/strict";
import type { Output } from "./ipynb.ts";
import { addOutput, nameCells, placeOf } from "./run.ts";

Deno.test("addOutput() joins the texts of one stream and no others", () => {
  const outputs: Output[] = [];
  for (const [name, text] of [["stdout", "a"], ["stdout", "b"], ["stderr", "c"]] as const) {
    addOutput(outputs, { output_type: "stream", name, text });
  }
  assert.deepEqual(outputs.map((output) => "text" in output && output.text), ["ab", "c"]);
});

Deno.test("placeOf() prefers the cell that failed to those that it called", () => {
  const stack = "Error: x\n    at f (cell [1], line 9)\n    at cell [3], line 2";
  assert.deepEqual(placeOf(stack, 3), { cell: 3, line: 2 });
  assert.deepEqual(placeOf(stack), { cell: 1, line: 9 });
  assert.deepEqual(placeOf("Error: x", 4), { cell: 4 });
  assert.deepEqual(placeOf("Error: x"), {});
});

Deno.test("nameCells() writes places in the notebook", () => {
  const module = { code: "", places: [undefined, { cell: 2, line: 7 }] };
  const text = nameCells("at f (file:///m.ts:2:5)\n at file:///m.ts:1:1", module, "file:///m.ts");
  assert.equal(text, "at f (cell [2], line 7)\n at file:///m.ts:1:1");
});
