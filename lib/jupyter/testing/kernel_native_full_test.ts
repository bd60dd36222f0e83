/** Stop during a native call, which nothing can end, in a real Jupyter kernel. */
import assert from "node:assert/strict";
import { busy } from "./busy_testing.ts";
import { inSession, textOf } from "./session_testing.ts";

const ignore = Deno.build.os !== "linux";
if (ignore) console.log("skipped: Stop of native calls because it reads /proc");

Deno.test({
  name: "Stop during a native call starts a new kernel, and the next cell runs within 5 s",
  ignore,
  async fn(t) {
    await inSession(async (run, tell) => {
      for (
        const [what, code] of [
          ["a call that waits", "new Deno.Command('sleep', { args: ['20'] }).outputSync();"],
          ["a call that computes", "large.sort();"],
        ] as const
      ) {
        await t.step(what, async () => {
          await run("const kept = 1; const large = new Float64Array(6e7).map(Math.random);");
          const pressed = 0.5;
          const { cells } = await tell({ run: [`${code} 'unused'`], stop: pressed });
          const text = textOf(cells[0]!);
          assert.match(text, /Stop could not end this cell: it is in a native call/);
          assert.match(
            text,
            /All variables are lost; a new kernel is started: run the cells above/,
          );
          const began = performance.now();
          assert.deepEqual(await run("typeof kept"), ['"undefined"']);
          const took = cells[0]!.seconds! - pressed + (performance.now() - began) / 1000;
          console.log(`${what}: the next cell had run ${took.toFixed(1)} s after Stop`);
          assert.ok(took < 5 * busy(), `${took} s`);
        });
      }
    });
  },
});
