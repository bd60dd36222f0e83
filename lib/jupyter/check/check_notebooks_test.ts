import assert from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../../config.ts";
import { DECLARATIONS, HELPER, redeclaringCells } from "../testing/declarations_testing.ts";
import { notebookOf } from "../testing/torture_testing.ts";
import { checkNotebooks } from "./check_notebooks.ts";
import { describeProblem } from "./notebook_problem.ts";

const folder = join(projectFolder, "notebooks");
const file = (name: string, ...sources: string[]) => ({
  name,
  folder,
  notebook: notebookOf(...sources),
});

const GOOD = file(
  "good",
  'import { messageOf } from "../lib/errors.ts";\nimport { findImports } from "../lib/jupyter/code/find_imports.ts";',
  "const rows = [messageOf(1)];\nfunction count() {\n  return rows.length + findImports('').statements.length;\n}\ncount();",
  "const rows = ['declared again'];\nrows",
);

async function problems(...files: ReturnType<typeof file>[]): Promise<string[]> {
  return (await checkNotebooks([GOOD, ...files])).map(describeProblem);
}

Deno.test("checkNotebooks() finds types, lint and order, by notebook, cell and line", async () => {
  const found = await problems(
    file("types", "1;", "\nconst text: string = 1;\ntext;"),
    file("lint", "\nconst unused = 1;"),
    file("order", "use();", "function use() {}"),
    file("late", "messageOf(1);", 'import { messageOf } from "../lib/errors.ts";\nmessageOf(2);'),
    file("strict", "const list: number[] = [];\nconst first: number = list[0];\nfirst;"),
  );
  const starts = [
    "types.ipynb, cell 2, line 2 (types): TS2322: Type 'number' is not assignable",
    "lint.ipynb, cell 1, line 2 (no-unused-vars): `unused` is never used",
    "order.ipynb, cell 1, line 1 (types): TS2304: Cannot find name 'use'.",
    "late.ipynb, cell 1, line 1 (types): TS2304: Cannot find name 'messageOf'.",
    "strict.ipynb, cell 1, line 2 (types): TS2322",
  ];
  for (const start of starts) {
    assert.ok(
      found.some((text) => text.startsWith(start)),
      `${start} is not in:\n${found.join("\n")}`,
    );
  }
  assert.ok(found.some((text) => text.endsWith("Cell 2, further down, declares it")));
  assert.ok(!found.some((text) => text.startsWith("good")), found.join("\n"));
});

Deno.test("checkNotebooks() reports every notebook that cannot be parsed or loaded", async () => {
  const found = await problems(
    file("syntax", "1;", "\nlet b = ;"),
    file("half", "if (GOOD) {", "}"),
    file("module", "\nimport { x } from './none.ts';\nx;"),
    file("quoted", "const n = 1;", "-- sql\nselect\n '${n}'"),
  );
  assert.ok(
    found.some((text) => text.startsWith("quoted.ipynb, cell 2, line 3 (sql): Cannot use")),
    found.join("\n"),
  );
  for (
    const start of [
      "syntax.ipynb, cell 2, line 2",
      "half.ipynb, cell 1, line 1",
      "module.ipynb, cell 1, line 2",
    ]
  ) {
    assert.ok(
      found.some((text) => text.startsWith(`${start} (types)`)),
      `${start}:\n${found.join("\n")}`,
    );
  }
});

Deno.test("checkNotebooks() reports outputs that are not stripped", async () => {
  const { name, notebook } = file("run", "1;", "2;");
  notebook.cells[1]!.execution_count = 4;
  const found = await checkNotebooks([{ name, folder, notebook }], { rules: ["stripped"] });
  assert.deepEqual(found.map(({ cell, rule }) => ({ cell, rule })), [{
    cell: 2,
    rule: "stripped",
  }]);
});

Deno.test("checkNotebooks() accepts what both runners accept: names declared again, objects", async () => {
  const again = Object.keys(DECLARATIONS)
    .filter((name) => !["var in a block", "namespace"].includes(name));
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/helper.ts`, HELPER["helper.ts"]);
    const cells = ["const", "function", "class", "enum", "import"].flatMap((first) =>
      redeclaringCells(first, { seconds: again }).cells
    );
    const notebook = notebookOf(...cells, "{ known: 1, b: 2 }", "(1)", "'text'");
    const found = await checkNotebooks([{ name: "again", folder, notebook }], { rules: ["types"] });
    assert.deepEqual(found.map(describeProblem), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("checkNotebooks() says what to do where only the check refuses, and where a cell is for another kernel", async () => {
  const found = await problems(
    file("block", "const n = 1;\nn;", "for (var n = 0; n < 2; n++) n;"),
    file("space", "namespace N { export const a = 1 }\nN.a;"),
    file("same", "const rows = [1];", "const rows = rows.slice(1);\nrows;"),
    file("magic", "1;", "\n%%sql\nselect 1"),
    file("shell", "!ls"),
    file("help", "sql?"),
  );
  for (
    const [start, advice] of [
      ["block.ipynb, cell 2, line 1", "A var reaches beyond its block, and so beyond its cell"],
      ["space.ipynb, cell 1, line 1", "Write an object instead"],
      ["same.ipynb, cell 2, line 1", "give the new value another name"],
      ["magic.ipynb, cell 2, line 2", "%%sql is a magic of IPython"],
      ["shell.ipynb, cell 1, line 1", "!ls is a shell command of IPython"],
      ["help.ipynb, cell 1, line 1", "press Shift+Tab"],
    ] as const
  ) {
    assert.ok(
      found.some((text) => text.startsWith(`${start} (types)`) && text.includes(advice)),
      `${start}: ${advice} is not in:\n${found.join("\n")}`,
    );
  }
});
