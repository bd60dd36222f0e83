/** Cells of SQL and inputs on a real QuestDB, in the plain runner. */
import assert from "node:assert/strict";
import { projectFolder } from "../../config.ts";
import { testStack } from "../../testing.ts";
import { textOf } from "../testing/session_testing.ts";
import { notebookOf } from "../testing/torture_testing.ts";
import { runPlain } from "./run_plain.ts";

const folder = `${projectFolder}/notebooks`;

const CELLS = [
  'import { input } from "../lib/notebook/mod.ts";\nconst n = await input.number({ value: 2 });',
  "-- sql rows\nselect x, 'it''s \\d `q`' text -- of ${nothing}\nfrom long_sequence(3) where x <= ${n};",
  "console.log(rows.length, rows[0]);",
  "select count() many from (select x from long_sequence(5))",
];

Deno.test("a cell of SQL asks, shows and keeps its answer; parameters set inputs", async () => {
  await testStack();
  const notebook = notebookOf(...CELLS, "console.log(answer);");
  notebook.cells[3]!.metadata = { tags: ["sql"] };
  const env = { TRIBUTARY_PARAMS: '{"n":1}' };
  const { cells, errors } = await runPlain({ name: "sql", folder, notebook }, { env });
  assert.deepEqual(errors, []);
  const texts = cells.map((outputs) =>
    outputs.map((output) =>
      "data" in output ? String(output.data["text/plain"]) : textOf({ outputs: [output] })
    ).join("\n")
  );
  assert.match(texts[0]!, /n = 1/);
  assert.match(texts[1]!, /^1 row × 2 columns\n[^]*it's \\d `q`/);
  assert.match(texts[2]!, /^1 \{ x: 1, text: /);
  assert.match(texts[4]!, /\[ \{ many: 5 \} \]/);
});

Deno.test("an error in a cell of SQL has its line and a caret", async () => {
  await testStack();
  const notebook = notebookOf(
    "const n = 1;",
    "-- sql\nselect x\nfrom long_sequence(${3})\n where y = 2",
  );
  const { errors: [error] } = await runPlain({ name: "sql", folder, notebook });
  assert.equal(error?.cell, 2);
  assert.match(error!.message, /refused the query: [^]*, line \d+\n[^\n]*\n *\^/);
  const wrong = notebookOf("-- sql rows\nselect y\nfrom long_sequence(2)");
  const { errors: [second] } = await runPlain({ name: "sql", folder, notebook: wrong });
  assert.match(second!.message, /Invalid column: y, line 2\nselect y\n {7}\^/);
});
