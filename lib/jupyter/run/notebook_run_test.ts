import assert from "node:assert/strict";
import type { CellOutput } from "../ipynb/ipynb.ts";
import { addOutput, countRun } from "./notebook_run.ts";

Deno.test("addOutput() joins the texts of one stream and no others", () => {
  const outputs: CellOutput[] = [];
  for (const [name, text] of [["stdout", "a"], ["stdout", "b"], ["stderr", "c"]] as const) {
    addOutput(outputs, { output_type: "stream", name, text });
  }
  assert.deepEqual(outputs.map((output) => "text" in output && output.text), ["ab", "c"]);
});

Deno.test("countRun() counts cells and outputs and rounds to milliseconds", () => {
  const output: CellOutput = { output_type: "stream", name: "stdout", text: "a" };
  assert.deepEqual(
    countRun({ name: "a", cells: [[output, output], [], [output]], errors: [], seconds: 1.23456 }),
    { name: "a", cells: 3, outputs: 3, errors: [], seconds: 1.235 },
  );
});
