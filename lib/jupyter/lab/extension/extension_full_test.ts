/** Our extension in a real JupyterLab. */
import assert from "node:assert/strict";
import { formatNotebook } from "../../ipynb/ipynb.ts";
import { notebookOf } from "../../testing/torture_testing.ts";
import { findChromium, openLab } from "../lab_testing.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: the JupyterLab extension because there is no Chromium on PATH");

Deno.test({
  name: "JupyterLab starts the extension without errors, and its kernels know of it",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "extension" });
    try {
      const grid = JSON.stringify({
        "application/vnd.tributary.grid+json": {},
        "text/html": "<i>still</i>",
      });
      const cells = notebookOf(
        "Deno.env.get('TRIBUTARY_LAB_EXTENSION')",
        `await Deno.jupyter.display(${grid}, { raw: true })`,
      );
      await Deno.writeTextFile(`${folder}/test.ipynb`, formatNotebook(cells));
      await using lab = await openLab({ folder });
      const { page, runAll, shows, errors, outputs } = await lab.open("test.ipynb");
      await runAll();
      await shows(1, /2/);
      await page.locator(".trb-grid i").filter({ hasText: "still" }).waitFor();
      assert.deepEqual(errors, []);
      assert.match(JSON.stringify((await outputs())[0]), /"1\\"/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
