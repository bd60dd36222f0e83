/** The contracts of `deno task notebooks`, `notebooks:check` and `notebooks:strip`. */
import assert from "node:assert/strict";
import { projectFolder } from "../lib/config.ts";
import { formatNotebook, type Notebook, parseNotebook } from "../lib/jupyter/ipynb/ipynb.ts";
import type { NotebookRunCounts } from "../lib/jupyter/run/notebook_run.ts";
import { notebookOf } from "../lib/jupyter/testing/torture_testing.ts";

/** A notebook that works, and the same with what a run left in it. */
const good = notebookOf("const a = 20;\nconsole.log(a);", "a + 1;\nconsole.log(a + 1);");
const used: Notebook = {
  ...good,
  cells: good.cells.map((cell) => ({
    ...cell,
    execution_count: 3,
    outputs: [{ output_type: "stream", name: "stdout", text: "20\n" }],
  })),
};

/** Makes a folder `notebooks/` for a test, and removes it afterwards. */
async function withNotebooks(
  notebooks: Record<string, Notebook>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "notebooks" });
  try {
    await Deno.mkdir(`${folder}/notebooks`);
    for (const [name, notebook] of Object.entries(notebooks)) {
      await Deno.writeTextFile(`${folder}/notebooks/${name}.ipynb`, formatNotebook(notebook));
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs a task with its own permissions in a folder, with standard input. */
async function run(name: string, words: string[], { cwd = projectFolder, input = "" } = {}) {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${projectFolder}/deno.json`));
  const [, ...args] = tasks[name].command.replace("pipelines/", `${projectFolder}/pipelines/`)
    .split(" ");
  await using child = new Deno.Command(Deno.execPath(), {
    args: [...args, ...words],
    cwd,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await new Blob([input]).stream().pipeTo(child.stdin);
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

Deno.test("notebooks runs what works and names notebook, cell and line of what does not", async () => {
  const bad = {
    syntax: notebookOf("1;", "2;\n\nconst = 3;"),
    unknown: notebookOf("1;", "\nimport { x } from './nowhere.ts';\nconsole.log(x);"),
    endless: notebookOf("1;", "console.log('begins');\nwhile (true) { /* on */ }"),
    throwing: notebookOf("console.log(1);", "\n\nthrow new Error('on purpose');", "3;"),
  };
  await withNotebooks({ good, ...bad }, async (folder) => {
    const files = ["good", ...Object.keys(bad)].map((name) => `${folder}/notebooks/${name}.ipynb`);
    const { code, out, err } = await run("notebooks", [...files, "--limit", "1s", "--json"]);
    assert.equal(code, 1, err);
    assert.equal(out.trim().split("\n").length, 1);
    const [first, ...rest] = (JSON.parse(out) as { notebooks: NotebookRunCounts[] }).notebooks;
    assert.ok(first);
    const { seconds } = first;
    assert.deepEqual(first, { name: "good", cells: 2, outputs: 2, errors: [], seconds });
    assert.ok(seconds > 0);
    const places = rest.map(({ name, errors }) => [name, errors[0]?.cell, errors[0]?.line]);
    assert.deepEqual(places, [
      ["syntax", 2, 3],
      ["unknown", 2, 2],
      ["endless", 2, undefined],
      ["throwing", 2, 3],
    ]);
    const reasons = rest.map(({ errors }) => errors[0]?.message ?? "");
    assert.match(reasons[1]!, /nowhere\.ts/);
    assert.match(reasons[2]!, /^TimeLimit: cell \[2\] took longer than 1 s$/);
    assert.match(reasons[3]!, /^Error: on purpose/);
    assert.match(err, /syntax\.ipynb, cell 2, line 3 \(types\)/);
    assert.match(err, /throwing\.ipynb, cell 2, line 3 \(run\): Error: on purpose/);
    assert.equal((await run("notebooks", [files[0]!])).code, 0);
  });
});

Deno.test("notebooks with wrong arguments: exit 2", async () => {
  for (const words of [["99_none"], ["/nowhere/x.ipynb"], ["--params", "[]"], ["--limit", "x"]]) {
    const { code, out, err } = await run("notebooks", words);
    assert.deepEqual([code, out], [2, ""], err);
    assert.match(err, /^error: Cannot (find|use) .*\nSee: deno task notebooks --help/);
  }
});

Deno.test("notebooks:check reports types, order and outputs; a name without a notebook is an error", async () => {
  const bad = notebookOf(
    "console.log(later);",
    "const later: number = 'text';\nconsole.log(later);",
  );
  await withNotebooks({ good, bad, used }, async (folder) => {
    const at = (name: string) => `${folder}/notebooks/${name}.ipynb`;
    const fine = await run("notebooks:check", [at("good"), "--json"]);
    assert.deepEqual([fine.code, fine.out], [0, '{"notebooks":1,"problems":[]}\n'], fine.err);
    const { code, out } = await run("notebooks:check", [at("bad"), at("used")]);
    assert.equal(code, 1);
    assert.match(out, /^bad\.ipynb, cell 1, line 1 \(types\): TS2304[^]*Cell 2, further down/);
    assert.match(out, /bad\.ipynb, cell 2, line 1 \(types\): TS2322/);
    assert.match(out, /used\.ipynb, cell 2, line 1 \(stripped\): has outputs/);
    assert.match(out, /\n2 notebooks, 4 problems\n$/);
    assert.equal((await run("notebooks:check", ["99_none"])).code, 2);
  });
});

Deno.test("notebooks:strip removes what a run left, in files and as a git filter", async () => {
  await withNotebooks({ good, used }, async (folder) => {
    const file = `${folder}/notebooks/used.ipynb`;
    const strip = (words: string[], input = "") =>
      run("notebooks:strip", words, { cwd: folder, input });
    assert.deepEqual(await strip([file]), { code: 0, out: "stripped used\n", err: "" });
    const text = await Deno.readTextFile(file);
    assert.deepEqual(parseNotebook(text, "used"), good);
    assert.equal((await strip([file])).out, "nothing to strip\n");
    const filtered = await strip(["--filter"], formatNotebook(used));
    assert.deepEqual(filtered, { code: 0, out: text, err: "" });
    assert.equal((await strip(["--filter"], "no notebook")).code, 1);
    assert.equal((await strip(["--filter", "01"])).code, 2);
  });
});
