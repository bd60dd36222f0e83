/** Every notebook on the demo's data, in plain Deno and through the Jupyter kernel. */
import assert from "node:assert/strict";
import type { NotebookRunCounts } from "../lib/jupyter/run/notebook_run.ts";
import { withNamespace } from "../lib/testing.ts";
import { type CommandResult, run } from "./testing.ts";

/** The beginnings of the names of all notebooks that must exist. */
const NOTEBOOKS = "01 02 03 04 05 06 07 08 10 11 12 20 21 22 23 30 31 32 33 34 35".split(" ");

/** Fitting models takes a minute, and the kernel runs the same code for it: these two in plain Deno only. */
const PLAIN_ONLY = ["11", "12"];

/** Runs some or all on the demo's data, in a namespace of its own. */
async function runThem(flags: string[]): Promise<CommandResult> {
  let result: CommandResult | undefined;
  await withNamespace(async ({ namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    const demo = await run("demo", ["--json"], { env });
    assert.equal(demo.code, 0, demo.err);
    result = await run("notebooks", [...flags, "--json"], { env });
  });
  return result!;
}

Deno.test("every notebook runs on the demo's data, in plain Deno and through the kernel", async (t) => {
  // At the same time: a notebook waits more than it computes.
  const inKernel = NOTEBOOKS.filter((nn) => !PLAIN_ONLY.includes(nn));
  const runs = [
    { where: "in plain Deno", flags: [], wanted: NOTEBOOKS },
    { where: "through the kernel", flags: [...inKernel, "--kernel"], wanted: inKernel },
  ];
  const results = await Promise.all(runs.map(({ flags }) => runThem(flags)));
  for (const [i, { where, wanted }] of runs.entries()) {
    await t.step(`they run ${where}`, () => {
      const { code, out, err } = results[i]!;
      const { notebooks } = JSON.parse(out || "{}") as { notebooks: NotebookRunCounts[] };
      for (const { name, cells, outputs, seconds } of notebooks ?? []) {
        console.log(`${name}: ${cells} cells, ${outputs} outputs, ${seconds.toFixed(1)} s`);
      }
      assert.equal(code, 0, err);
      assert.deepEqual(notebooks.filter(({ errors }) => errors.length > 0), []);
      assert.deepEqual(notebooks.filter(({ outputs }) => outputs === 0), [], "shows nothing");
      const names = notebooks.map(({ name }) => name);
      assert.deepEqual(wanted.filter((nn) => !names.some((name) => name.startsWith(nn))), []);
    });
  }
});
