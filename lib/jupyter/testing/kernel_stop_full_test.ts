/** Stop in a real Jupyter kernel: what it ends, how soon, and that variables are kept. */
import assert from "node:assert/strict";
import { messageOf } from "../../errors.ts";
import { busy } from "./busy_testing.ts";
import { inSession, textOf } from "./session_testing.ts";

const signalUrl = new URL("../stop_signal.ts", import.meta.url).href;
const ignore = Deno.build.os === "windows";
if (ignore) console.log("skipped: the Jupyter kernel because its relay needs POSIX signals");

/** A server that never answers, and counts the cancelled requests. */
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

Deno.test({
  name: "Stop ends whatever a cell does and keeps the variables",
  ignore,
  async fn(t) {
    await inSession(async (run, tell) => {
      const update = "await Deno.jupyter.display(Deno.jupyter.html`<b>${n}</b>`, " +
        '{ display_id: "live", update: true })';
      const first = update.replace(", update: true", "");
      const missed: string[] = [];
      using server = silentServer();
      for (
        const [what, code] of [
          ["a loop that never awaits", "n++; while (true) {}"],
          ["a long await", "n++; await new Promise((r) => setTimeout(r, 60_000));"],
          ["an await that nothing ends", "n++; await new Promise(() => {});"],
          ["a loop that awaits", "n++; while (true) await new Promise((r) => setTimeout(r, 20));"],
          [
            "a loop after an await",
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
        const stops = async () => {
          await run("globalThis.n = 1; globalThis.updates = 0;");
          const { cells } = await tell({ run: [code, "'queued'"], stop: 0.7 });
          assert.deepEqual(cells.map(({ status }) => status), ["error", "aborted"]);
          assert.match(textOf(cells[0]!), /(^|<b>.*<\/b>)Interrupted: /);
          const took = cells[0]!.seconds! - 0.7;
          assert.ok(took < 2 * busy(), `ended ${took} s after Stop`);
          const [kept, before] = await run("n", "updates");
          assert.equal(kept, "2");
          await new Promise((resolve) => setTimeout(resolve, 100));
          assert.deepEqual(await run("updates"), [before], "an interval still runs");
        };
        await t.step(`Stop ends ${what} within 2 s and keeps the variables`, async () => {
          try {
            await stops();
          } catch (error) {
            missed.push(`${what}: ${messageOf(error)}`);
            await tell({ restart: true });
            await stops();
          }
        });
      }
      // About once in a hundred stops, Deno's kernel does not wake up after its loop was broken, and
      // the relay ends it. Twice in one run is our fault.
      for (const what of missed) console.log(`Stop cost the kernel: ${what}`);
      assert.ok(missed.length <= 1, missed.join("\n"));
      assert.ok(server.cancelled >= 1, "the server sees that the query was cancelled");
      await t.step("Stop while nothing runs does no harm", async () => {
        await tell({ stop: 0, wait: 0.2 });
        assert.deepEqual(await run("await new Promise((r) => setTimeout(r, 500)); n"), ["2"]);
      });
    });
  },
});
