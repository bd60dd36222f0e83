import assert from "node:assert/strict";
import type { CellOutput } from "../ipynb/ipynb.ts";
import { notebookOf } from "../testing/torture_testing.ts";
import { projectFolder } from "../../config.ts";
import { checkNotebooks } from "../check/check_notebooks.ts";
import { DECLARATIONS, HELPER, redeclaringCells } from "../testing/declarations_testing.ts";
import { runPlain, type RunPlainOptions } from "./run_plain.ts";

/** Runs cells in a folder that has `helper.ts`. */
async function run(sources: string[], options: RunPlainOptions = {}) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${folder}/helper.ts`,
      "export function fail(): never {\n  throw new Error('outer', { cause: new Error('inner') });\n}\n",
    );
    return await runPlain(
      { name: "My tést #1 <b>", folder, notebook: notebookOf(...sources) },
      options,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function texts(cells: CellOutput[][]): string[] {
  return cells.map((outputs) =>
    outputs.map((output) => "text" in output ? `${output.name} ${output.text}` : "").join("")
  );
}

Deno.test("runPlain() keeps outputs with their cells, imports from the folder, passes parameters", async () => {
  const { cells, errors } = await run([
    "import { fail } from './helper.ts';\nconst a = typeof fail;\nconsole.log(a);",
    "const a = 2;\nconsole.error(a);\nsetTimeout(() => console.log('late'), 50);",
    "console.log(Deno.env.get('TRIBUTARY_PARAMS'));",
  ], { env: { TRIBUTARY_PARAMS: '{"days":1}' } });
  assert.deepEqual(errors, []);
  assert.deepEqual(texts(cells), ["stdout function\n", "stderr 2\n", 'stdout {"days":1}\nlate\n']);
});

Deno.test("runPlain() runs a cell with an import of types", async () => {
  const { cells, errors } = await run([
    "import type { Some } from './helper.ts';\nimport { fail } from './helper.ts';",
    "import type {\n  Other,\n} from './none.ts'; const some: Some = 1; console.log(some, typeof fail);",
  ]);
  assert.deepEqual(errors, []);
  assert.deepEqual(texts(cells), ["", "stdout 1 function\n"]);
});

Deno.test("runPlain() names cell and line of an error, shows its cause, and stops there", async () => {
  const { cells, errors } = await run([
    "import { fail } from './helper.ts';",
    "\n\nfail();",
    "console.log('never')",
  ]);
  assert.equal(cells.length, 2);
  assert.deepEqual(errors.map(({ cell, line }) => ({ cell, line })), [{ cell: 2, line: 3 }]);
  assert.match(errors[0]!.message, /^Error: outer\n[^]*cell \[2\], line 3\nCaused by Error: inner/);
  assert.doesNotMatch(errors[0]!.message, /harness/);
});

for (
  const [what, source, message] of [
    ["a syntax error", "let b = ;", /Expression expected/],
    ["a missing module", "\nimport './none.ts';", /Module not found/],
    ["a missing export", "import { none } from './helper.ts'; none;", /none/],
    [
      "an unhandled rejection",
      "Promise.reject(new Error('lost'));\nawait new Promise((r) => setTimeout(r, 500));",
      /lost/,
    ],
    ["its own exit", "Deno.exit(3)", /exit code 3/],
  ] as const
) {
  Deno.test(`runPlain() names the cell of ${what}`, async () => {
    const { errors } = await run(["const a = 1;", source]);
    assert.equal(errors.length, 1);
    assert.equal(errors[0]!.cell, 2, errors[0]!.message);
    assert.match(errors[0]!.message, message);
  });
}

Deno.test("runPlain() ends a cell that never ends", async () => {
  const started = performance.now();
  const { errors } = await run(["1", "while (true) {}"], { limit: 1 });
  assert.deepEqual(errors, [{ cell: 2, message: "TimeLimit: cell [2] took longer than 1 s" }]);
  assert.ok(performance.now() - started < 10_000);
});

Deno.test("runPlain() ends when its signal aborts", async () => {
  await assert.rejects(
    run(["await new Promise((r) => setTimeout(r, 60_000))"], { signal: AbortSignal.timeout(500) }),
    { name: "TimeoutError" },
  );
});

Deno.test("runPlain() provides Deno.jupyter, with updates in place", async () => {
  const source = "const { display, html } = Deno.jupyter;\n" +
    "await display(html`<b>1</b>`, { display_id: 'x' });\n" +
    "await display(html`<b>2</b>`, { display_id: 'x', update: true });";
  const { cells } = await run([source]);
  assert.deepEqual(cells, [[
    { output_type: "display_data", data: { "text/html": "<b>2</b>" }, metadata: {} },
  ]]);
});

Deno.test("runPlain() lets names be declared again in any way, as the kernel does", async () => {
  const all = Object.keys(DECLARATIONS).map((first) => redeclaringCells(first));
  const cells = [0, 1, 2].map((cell) => all.map(({ cells }) => cells[cell]).join("\n"));
  const own = [
    "const list = [1, 2]; function size() { return list.length }",
    "const list = list.slice(1);",
    "size()",
    "\nlist = []",
  ];
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/helper.ts`, HELPER["helper.ts"]);
    const notebook = notebookOf(...cells, ...own);
    const run = await runPlain({ name: "again", folder, notebook });
    assert.equal(texts(run.cells)[2], `stdout ${all.map(({ wanted }) => wanted).join("")}`);
    const [answer] = run.cells[5]!;
    assert.deepEqual(answer && "data" in answer && answer.data, { "text/plain": "1" });
    assert.match(run.errors[0]!.message, /^TypeError: Assignment to constant variable list/);
    assert.deepEqual([run.errors[0]!.cell, run.errors[0]!.line], [7, 2]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("runPlain() and the check leave the lock file as it is when a cell imports a package", async () => {
  const before = await Deno.readTextFile(`${projectFolder}/deno.lock`);
  const notebook = notebookOf(
    "import MagicString from 'npm:magic-string@^1.4.0';\nString(new MagicString('a'))",
  );
  const file = { name: "package", folder: `${projectFolder}/notebooks`, notebook };
  const { errors, cells } = await runPlain(file);
  assert.deepEqual([errors, cells[0]?.length], [[], 1]);
  assert.deepEqual(await checkNotebooks([file], { rules: ["types"] }), []);
  assert.equal(await Deno.readTextFile(`${projectFolder}/deno.lock`), before);
});
