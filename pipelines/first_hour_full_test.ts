/** The first hour of an analyst: in JupyterLab, in a browser, from an empty folder to a report. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../lib/config.ts";
import { findChromium, openLab, type OpenNotebook } from "../lib/jupyter/lab/lab_testing.ts";
import { withNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";
import { type FirstHour, STEPS } from "./testing_first_hour.ts";

const ignore = findChromium() === undefined;
if (ignore) {
  console.log("skipped: the first hour in a browser because there is no Chromium on PATH");
}

Deno.test({
  name: "an analyst's first hour in JupyterLab",
  ignore,
  async fn(t) {
    await withNamespace(async ({ namespace }) => {
      const env = { TRIBUTARY_NAMESPACE: namespace };
      const filled = await run("ingest", ["taxi", "--via", "direct", "--json"], { env });
      assert.equal(filled.code, 0, filled.err);
      // Below the project, as a user's notebooks are; git ignores this folder.
      const folder = join(projectFolder, "out", `first_hour_${namespace}`);
      await Deno.mkdir(folder, { recursive: true });
      try {
        await using lab = await openLab({ folder, env, viewport: { width: 1200, height: 1000 } });
        const notebook = await lab.create();
        const hour: FirstHour = { notebook, folder, env, trips: JSON.parse(filled.out).rows };
        let failed = false;
        for (const [name, step] of Object.entries(STEPS)) {
          const ran: boolean = await t.step({
            name,
            ignore: failed, // each step builds on those before
            async fn() {
              await step(hour).catch(async (error) => {
                await picture(notebook, `${name} failed`);
                throw error;
              });
              await picture(notebook, name);
            },
          });
          failed ||= !ran;
        }
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    });
  },
});

/** Keeps a picture of the page in the folder that the variable names, to be looked at. */
async function picture(notebook: OpenNotebook, name: string): Promise<void> {
  const folder = Deno.env.get("TRIBUTARY_PICTURES");
  if (folder) await notebook.screenshot(join(folder, `${name.replaceAll(" ", "_")}.png`));
}
