/** Ten torture runs through the real kernel. */
import assert from "node:assert/strict";
import { findPython } from "../python.ts";
import { runKernel } from "../run/run_kernel.ts";
import { tortureNotebook, wrongOutputs } from "./torture_testing.ts";

const ignore = Deno.build.os === "windows";
if (ignore) console.log("skipped: the Jupyter kernel because its relay needs POSIX signals");

Deno.test({
  name: "ten headless runs of the torture notebook lose and misplace nothing",
  ignore,
  async fn() {
    const python = await findPython("client");
    for (let i = 0; i < 10; i++) {
      const file = { name: "torture", folder: "/", notebook: tortureNotebook(20) };
      const run = await runKernel(file, { python, queue: i % 2 === 1 });
      assert.deepEqual(run.errors, []);
      assert.equal(run.cells.length, 20);
      assert.deepEqual(wrongOutputs(run.cells), [], `run ${i + 1}`);
    }
  },
});
