/** The relay and its prelude in a real Jupyter kernel. */
import assert from "node:assert/strict";
import type { Output } from "./ipynb.ts";
import { findPython } from "./python.ts";
import { runKernel } from "./run_kernel.ts";
import { type SessionCommand, withSession } from "./session_testing.ts";
import { notebookOf, tortureNotebook, wrongOutputs } from "./torture_testing.ts";

const signalUrl = new URL("stop_signal.ts", import.meta.url).href;
const ignore = Deno.build.os === "windows";
if (ignore) console.log("skipped: the Jupyter kernel because its relay needs POSIX signals");

async function inSession(
  test: (run: (...cells: string[]) => Promise<string[]>, tell: Tell) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/helper.ts`, "export const known = 1;\n");
  const python = await findPython("client");
  try {
    await withSession({ python, folder }, async (tell) => {
      await test(async (...cells) => (await tell({ run: cells })).cells.map(textOf), tell);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
type Tell = (
  command: SessionCommand,
) => ReturnType<Parameters<Parameters<typeof withSession>[1]>[0]>;

/** A cell's outputs as one text. */
function textOf({ outputs }: { outputs: Output[] }): string {
  return outputs.map((output) =>
    output.output_type === "stream"
      ? output.text
      : output.output_type === "error"
      ? output.traceback.join("\n")
      : String(output.data["text/html"] ?? output.data["text/plain"])
  ).join("");
}

/** Seconds from Stop to the end of a cell: longer where more runs on this machine than it has cores. */
function patience(): number {
  return 2 * Math.max(1, Deno.loadavg()[0]! / navigator.hardwareConcurrency);
}

/** A server that never answers, and counts who went away. */
function silentServer() {
  let cancelled = 0;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, ({ signal }) => {
    signal.addEventListener("abort", () => cancelled++);
    return new Promise<Response>(() => {});
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    get cancelled() {
      return cancelled;
    },
    [Symbol.dispose]() {
      void server.shutdown();
    },
  };
}

/** Waits until a process has ended, at most 5 s. */
async function ended(pid: number): Promise<void> {
  for (let i = 0; i < 50; i++) {
    const { success } = await new Deno.Command("kill", { args: ["-0", `${pid}`], stderr: "null" })
      .output();
    if (!success) return;
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
  name: "the kernel tells errors, aborts what is queued, is stopped, restarted and shut down",
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
      await t.step("a busy kernel answers who it is, and heartbeats", async () => {
        const busy = "const end = Date.now() + 3000; while (Date.now() < end) {} 'done'";
        const { answers, beating, cells } = await tell({
          run: [busy],
          ask: ["kernel_info_request"],
        });
        assert.deepEqual(answers, ["kernel_info_reply"]);
        assert.ok(beating);
        assert.equal(textOf(cells[0]!), '"done"');
      });
      const update = "await Deno.jupyter.display(Deno.jupyter.html`<b>${n}</b>`, " +
        '{ display_id: "live", update: true })';
      const first = update.replace(", update: true", "");
      using server = silentServer();
      for (
        const [what, code] of [
          ["a loop that never awaits", "n++; while (true) {}"],
          ["a long await", "n++; await new Promise((r) => setTimeout(r, 60_000));"],
          ["an await that nothing ends", "n++; await new Promise(() => {});"],
          ["a loop that awaits", "n++; while (true) await new Promise((r) => setTimeout(r, 20));"],
          [
            "a loop behind an await",
            "n++; await new Promise((r) => setTimeout(r, 20)); while (true) {}",
          ],
          [
            "a loop that swallows errors",
            "n++; while (true) { try { await new Promise((r) => setTimeout(r, 20)); } catch {} }",
          ],
          [
            "a loop in a timer",
            "n++; setTimeout(() => { while (true) {} }, 20); await new Promise(() => {});",
          ],
          [
            "a live cell that waits between updates",
            `n++; ${first}; while (true) { ${update}; await new Promise((r) => setTimeout(r, 20)); }`,
          ],
          [
            "a live cell of an interval",
            `n++; ${first}; setInterval(async () => { ${update}; updates++; }, 20); await new Promise(() => {});`,
          ],
          [
            "a query that listens to its signal",
            `n++; const { stopSignal } = await import("${signalUrl}"); ` +
            `await fetch("${server.url}", { signal: stopSignal() });`,
          ],
          [
            "for await",
            "n++; for await (const _ of { async *[Symbol.asyncIterator]() { while (true) { await new Promise((r) => setTimeout(r, 20)); yield 1; } } });",
          ],
        ] as const
      ) {
        await t.step(`Stop ends ${what} within 2 s and keeps the variables`, async () => {
          await run("globalThis.n = 1; globalThis.updates = 0;");
          const { cells } = await tell({ run: [code, "'queued'"], stop: 0.7 });
          assert.deepEqual(cells.map(({ status }) => status), ["error", "aborted"]);
          assert.match(textOf(cells[0]!), /(^|<b>.*<\/b>)Interrupted: /);
          const took = cells[0]!.seconds! - 0.7;
          assert.ok(took < patience(), `ended ${took} s after Stop`);
          const [kept, before] = await run("n", "updates");
          assert.equal(kept, "2");
          await new Promise((resolve) => setTimeout(resolve, 100));
          assert.deepEqual(await run("updates"), [before], "an interval goes on");
        });
      }
      assert.equal(server.cancelled, 1, "the query's end reaches its server");
      await t.step("Stop while nothing runs does no harm", async () => {
        await tell({ stop: 0, wait: 0.2 });
        assert.deepEqual(await run("await new Promise((r) => setTimeout(r, 500)); n"), ["2"]);
      });
      await t.step("its death is told in the cell", async () => {
        const { cells } = await tell({ run: ["Deno.exit(3)"] });
        assert.equal(cells[0]!.status, "error");
        assert.match(textOf(cells[0]!), /kernel ended in this cell \(exit code 3\)\. All var/);
      });
      await t.step("a restart gives an empty kernel", async () => {
        const { cells } = await tell({ restart: true, run: ["typeof n"] });
        assert.equal(textOf(cells[0]!), '"undefined"', JSON.stringify(cells));
      });
      await t.step("Deno does not outlive a relay that is killed", async () => {
        const { cells, pid } = await tell({ run: ["Deno.pid"] });
        Deno.kill(pid, "SIGKILL");
        await ended(Number(textOf(cells[0]!)));
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
