/** The relay and the prelude in a real Jupyter kernel. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../../config.ts";
import { findPython } from "../python.ts";
import { runKernel } from "../run/run_kernel.ts";
import { inSession, textOf } from "./session_testing.ts";
import { notebookOf, tortureNotebook, wrongOutputs } from "./torture_testing.ts";

const ignore = Deno.build.os === "windows";
if (ignore) console.log("skipped: the Jupyter kernel because its relay needs POSIX signals");

/** Waits until a process has ended, at most 5 s. */
async function ended(pid: number): Promise<void> {
  for (let i = 0; i < 50; i++) {
    try {
      Deno.kill(pid, "SIGCONT"); // No effect on a running process.
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`process ${pid} is still there`);
}

Deno.test({
  name: "the kernel keeps 200 lines a cell, displays, updates and late timers where they belong",
  ignore,
  async fn() {
    const python = await findPython("client");
    const file = { name: "torture", folder: "/", notebook: tortureNotebook(8) };
    const run = await runKernel(file, { python, queue: true });
    assert.deepEqual(run.errors, []);
    assert.deepEqual(wrongOutputs(run.cells), []);
    assert.equal(run.cells.length, 8);
  },
});

Deno.test({
  name: "the kernel reports errors, aborts the queue, restarts and shuts down",
  ignore,
  async fn(t) {
    let pids: number[] = [];
    await inSession(async (run, tell) => {
      await t.step("values, objects, redeclared names, a flood of lines", async () => {
        assert.deepEqual(await run("const a = 1;", "const a = 2;", "a", "{ b: a }", ""), [
          "",
          "",
          "2",
          "{ b: 2 }",
          "",
        ]);
        const flood = Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join("");
        assert.deepEqual(await run("for (let i = 0; i < 20_000; i++) console.log(i)"), [flood]);
      });
      await t.step(
        "syntax errors, failed imports, causes, rejections: with cell and line",
        async () => {
          const [syntax] = await run("1;\n\nlet b = ;");
          assert.match(
            syntax!,
            /^SyntaxError: Expression expected\n[^]*let b = ;\n[^]*cell \[\d+\], line 3$/,
          );
          assert.match(
            (await run("import { nope } from './helper.ts';"))[0]!,
            /Cannot import nope from "\.\/helper\.ts".* only known/,
          );
          assert.match(
            (await run("import { known } from './none.ts';"))[0]!,
            /Cannot import "\.\/none\.ts": Module not found/,
          );
          assert.match(
            (await run("import 'npm:@0/none@1.0.0';"))[0]!,
            /Cannot import "npm:@0\/none@1\.0\.0": /,
          );
          const [caused] = await run(
            "function f() {\n  throw new Error('a', { cause: new TypeError('b') });\n}\n\nawait f();",
          );
          assert.match(
            caused!,
            /^Error: a\n +at f \(cell \[\d+\], line 2\)\n +at cell \[\d+\], line 5\nCaused by TypeError: b\n/,
          );
          assert.match((await run("throw 'text'"))[0]!, /text/);
          assert.match(
            (await run("Promise.reject(new Error('lost')); 1"))[0]!,
            /Uncaught \(in promise\) Error: lost/,
          );
        },
      );
      await t.step("a failed cell aborts the queued ones, and only those", async () => {
        const { cells } = await tell({
          run: ["1", "throw new Error('x')", "console.log('never')", "2"],
        });
        assert.deepEqual(cells.map(({ status }) => status), ["ok", "error", "aborted", "aborted"]);
        assert.deepEqual(cells.slice(2).map(textOf), ["", ""]);
        assert.deepEqual(await run("3"), ["3"]);
      });
      await t.step("a busy kernel answers kernel_info_request and heartbeats", async () => {
        const busy = "const end = Date.now() + 3000; while (Date.now() < end) {} 'done'";
        const { answers, beating, cells } = await tell({
          run: [busy],
          ask: ["kernel_info_request"],
        });
        assert.deepEqual(answers, ["kernel_info_reply"]);
        assert.ok(beating);
        assert.equal(textOf(cells[0]!), '"done"');
      });
      await t.step("a cell that ends the kernel says so", async () => {
        const { cells } = await tell({ run: ["Deno.exit(3)"] });
        assert.equal(cells[0]!.status, "error");
        assert.match(textOf(cells[0]!), /kernel ended in this cell \(exit code 3\)\. All var/);
      });
      await t.step("a restart gives an empty kernel", async () => {
        const { cells } = await tell({ restart: true, run: ["typeof n"] });
        assert.equal(textOf(cells[0]!), '"undefined"', JSON.stringify(cells));
      });
      await t.step("Deno does not outlive a relay that is killed", async () => {
        const busy = "setTimeout(() => { while (true) {} }, 100); Deno.pid";
        const { cells, pid } = await tell({ run: [busy], wait: 0.5 });
        const child = Number(textOf(cells[0]!));
        const command = Deno.build.os === "linux"
          ? await Deno.readTextFile(`/proc/${child}/cmdline`)
          : "";
        const file = /--conn\0([^\0]+)/.exec(command)?.[1];
        Deno.kill(pid, "SIGKILL");
        await ended(child);
        if (file) {
          await assert.rejects(
            Deno.stat(file),
            Deno.errors.NotFound,
            "its connection file, with the key, is still there",
          );
        }
      });
      const { cells, pid } = await tell({ restart: true, run: ["Deno.pid"] });
      pids = [pid, Number(textOf(cells[0]!))];
    });
    assert.equal(pids.length, 2);
    for (const pid of pids) await ended(pid);
  },
});

Deno.test({
  name: "runKernel() names cell and line, and ends what takes too long",
  ignore,
  async fn() {
    const python = await findPython("client");
    const file = (...sources: string[]) => ({
      name: "test",
      folder: "/",
      notebook: notebookOf(...sources),
    });
    const failed = await runKernel(file("1", "\n\nmissing();", "2"), { python });
    assert.deepEqual(failed.errors.map(({ cell, line }) => [cell, line]), [[2, 3]]);
    assert.equal(failed.cells.length, 2);
    const late = await runKernel(file("while (true) {}"), { python, limit: 1 });
    assert.match(late.errors[0]!.message, /^TimeLimit: cell \[1\] took longer than 1 s$/);
  },
});

Deno.test({
  name: "a package that a cell imports leaves the lock file as it is; the folder is the notebook's",
  ignore,
  async fn() {
    const lock = join(projectFolder, "deno.lock");
    const before = await Deno.readTextFile(lock);
    const folder = join(projectFolder, "notebooks");
    const sources = [
      // Not what deno.json has, so that Deno would write it down.
      "import MagicString from 'npm:magic-string@^1.4.0';\nnew MagicString('a').length()",
      "import { messageOf } from '../lib/errors.ts';\nmessageOf(new Error('b'))",
      "const name = '../lib/errors.ts';\n(await import(name)).messageOf(new Error('c'))",
      "Deno.cwd()",
    ];
    const file = { name: "test", folder, notebook: notebookOf(...sources) };
    const { cells, errors } = await runKernel(file, { python: await findPython("client") });
    assert.deepEqual(errors, []);
    assert.deepEqual(cells.map((outputs) => textOf({ outputs })), [
      ...["1", '"b"', '"c"'],
      JSON.stringify(folder),
    ]);
    assert.equal(await Deno.readTextFile(lock), before);
  },
});

Deno.test({
  name: "a kernel that ends while no cell runs is reported below the last cell, and starts again",
  ignore,
  async fn() {
    await inSession(async (_run, tell) => {
      const { cells } = await tell({
        run: ["const kept = 1;", "void setTimeout(() => Deno.exit(3), 300);"],
        wait: 3,
      });
      assert.match(
        textOf(cells[1]!),
        /ended while no cell ran \(exit code 3\)\. All variables are lost/,
      );
      const again = await tell({ run: ["typeof kept"] });
      assert.equal(textOf(again.cells[0]!), '"undefined"');
    });
  },
});
