import assert from "node:assert/strict";
import { notebookOf } from "../testing/torture_testing.ts";
import { typescriptCells } from "./typescript_cells.ts";

const cases: [source: string, wanted: string][] = [
  [
    "const n = await input.slider({ max: 9 });",
    'const n = await input.slider({ max: 9 }, "const n");',
  ],
  ["let n = await input.text()", 'let n = await input.text({}, "let n")'],
  [
    "const a = 1, b = await t.input.select({ options },);",
    'const a = 1, b = await t.input.select({ options }, "const b",);',
  ],
  ["const n = await input.select<string>(o)", 'const n = await input.select<string>(o, "const n")'],
  ["const n = await input.select(...o)", "const n = await input.select(...o)"],
  ["const n = input.slider(o)", "const n = input.slider(o)"],
  ["const { n } = await input.slider(o)", "const { n } = await input.slider(o)"],
  ["{ const n = await input.slider(o) }", "{ const n = await input.slider(o) }"],
  ["const n = await file.text()", "const n = await file.text()"],
  ["const n = await input(o)", "const n = await input(o)"],
  ["const input = ;", "const input = ;"],
];
for (const [source, wanted] of cases) {
  Deno.test(`typescriptCells() names the input of ${source}`, () => {
    assert.deepEqual(typescriptCells(notebookOf(source)), [wanted]);
  });
}
