/** The check of cells of SQL, which takes the types of the whole library. */
import assert from "node:assert/strict";
import { projectFolder } from "../../config.ts";
import { notebookOf } from "../testing/torture_testing.ts";
import { checkNotebooks } from "./check_notebooks.ts";
import { describeProblem } from "./notebook_problem.ts";

const file = (name: string, ...sources: string[]) => ({
  name,
  folder: `${projectFolder}/notebooks`,
  notebook: notebookOf(...sources),
});

Deno.test("checkNotebooks() knows cells of SQL, their answers and their faults", async () => {
  const problems = await checkNotebooks([
    file("sql", "const n = 1;", "-- sql rows\nselect ${n}", "rows.map(({ a }) => a);"),
    file("late", "busiest;", "-- sql busiest\nselect 1"),
    file("unknown", "-- sql\nselect 1\nfrom ${nothing}"),
    file("quoted", "const n = 1;\nn;", "-- sql\nselect\n '${n}'"),
  ], { rules: ["types"] });
  const found = problems.map(describeProblem);
  const starts = [
    "late.ipynb, cell 1, line 1 (types): TS2304: Cannot find name 'busiest'.",
    "unknown.ipynb, cell 1, line 3 (types): TS2304: Cannot find name 'nothing'.",
    "quoted.ipynb, cell 2, line 3 (sql): Cannot use '${n}'",
  ];
  for (const start of starts) {
    assert.ok(found.some((text) => text.startsWith(start)), `${start}:\n${found.join("\n")}`);
  }
  assert.ok(found.some((text) => text.endsWith("Cell 2, further down, declares it")));
  assert.deepEqual(found.filter((text) => /^sql\.ipynb/.test(text)), []);
});
