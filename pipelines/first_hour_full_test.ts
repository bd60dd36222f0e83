/** The first hour of an analyst: in JupyterLab, with a browser, from an empty folder to a report. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../lib/config.ts";
import { findChromium, openLab, type OpenNotebook } from "../lib/jupyter/lab/lab_testing.ts";
import { withNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: the first hour in JupyterLab because there is no Chromium on PATH");

Deno.test({
  name: "an analyst's first hour: complete, look up, query, scroll, hover, slide, err, stop, restart, export",
  ignore,
  async fn(t) {
    await withNamespace(async ({ namespace }) => {
      const env = { TRIBUTARY_NAMESPACE: namespace };
      const filled = await run("ingest", ["taxi", "--via", "direct", "--json"], { env });
      assert.equal(filled.code, 0, filled.err);
      // The relative imports need a folder directly under the project; this one is for results.
      const folder = join(projectFolder, "out", namespace);
      await Deno.mkdir(folder, { recursive: true });
      try {
        await using lab = await openLab({ folder, env, viewport: { width: 1200, height: 1000 } });
        const notebook = await lab.create();
        const step = (name: string, fn: (notebook: OpenNotebook) => Promise<void>) =>
          t.step(name, async () => {
            try {
              await fn(notebook);
            } catch (error) {
              await notebook.screenshot(join(projectFolder, "out", `first_hour_${name}.png`));
              throw error;
            }
          });
        await step("imports", imports);
        await step("Tab completes", completes);
        await step("Shift-Tab explains", explains);
        await step("a query answers", queries);
        await step("a grid scrolls to the last row", scrolls);
        await step("a chart says its values", hovers);
        await step("a slider runs its readers again", slides);
        await step("a cell of SQL answers", asksSql);
        await step("an error says where", errs);
        await step("Stop keeps the variables", stops);
        await step("a restart and Run All", restarts);
        await step("a report", async () => await exports(folder, env));
        assert.deepEqual(notebook.errors, []);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    });
  },
});
