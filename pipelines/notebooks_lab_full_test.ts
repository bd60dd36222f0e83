/** The first notebook as a new user meets it: in JupyterLab, on the demo's data. */
import assert from "node:assert/strict";
import { projectFolder } from "../lib/config.ts";
import { formatNotebook, type NotebookCell, readNotebook } from "../lib/jupyter/ipynb/ipynb.ts";
import { findChromium, openLab } from "../lib/jupyter/lab/lab_testing.ts";
import { busy } from "../lib/jupyter/testing/busy_testing.ts";
import { withNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: notebook 01 in a browser because there is no Chromium on PATH");

/** Cells that a user may add after those of the notebook. */
const ADDED = [
  "let drawn = 0;",
  "await live((update) => chart.line([{ x: 0, y: 0 }, { x: 1, y: drawn = update }], " +
  '{ x: "x", y: "y", title: `Update ${update} is drawn` }), { every: 200 });',
  "console.log(`kept after ${drawn} updates`);",
];

Deno.test({
  name:
    "notebook 01 in JupyterLab shows tables and charts, draws live, and Stop keeps the variables",
  ignore,
  async fn() {
    // The relative imports need a folder directly under the project; this one is for results.
    const folder = `${projectFolder}/out`;
    await Deno.mkdir(folder, { recursive: true });
    await withNamespace(async ({ namespace }) => {
      const env = { TRIBUTARY_NAMESPACE: namespace };
      const demo = await run("demo", ["--json"], { env });
      assert.equal(demo.code, 0, demo.err);
      const notebook = await readNotebook(`${projectFolder}/notebooks/01_github_events.ipynb`);
      const own = notebook.cells.length;
      const code = notebook.cells.filter(({ cell_type }) => cell_type === "code").length;
      notebook.cells.push(...ADDED.map((source, i): NotebookCell => ({
        ...notebook.cells.find(({ cell_type }) => cell_type === "code")!,
        id: `added-${i}`,
        source,
      })));
      const file = `${namespace}_01.ipynb`;
      await Deno.writeTextFile(`${folder}/${file}`, formatNotebook(notebook));
      try {
        await using lab = await openLab({ folder, env, viewport: { width: 1200, height: 1600 } });
        const { page, runAll, shows, stop, idle, outputs, screenshot } = await lab.open(file);
        await runAll();
        await page.getByRole("heading", { name: /Update ([5-9]|\d\d+) is drawn/ }).waitFor({
          timeout: 120_000,
        });
        await screenshot(`${folder}/notebook_01_live.png`);
        const pressed = performance.now();
        await stop();
        await shows(own + 2, new RegExp(`\\[${code + 3}\\]`), 5000);
        const took = (performance.now() - pressed) / 1000;
        assert.ok(took < 2 * busy(), `ended ${took} s after Stop`);
        await idle();
        const shown = await outputs();
        const last = JSON.stringify(shown.at(-1));
        assert.match(last, /kept after \d+ updates/);
        assert.deepEqual(shown.flat().filter(({ output_type }) => output_type === "error"), []);
        const html = shown.slice(0, own).map((cell) => JSON.stringify(cell));
        const having = (tag: string) => html.filter((cell) => cell.includes(tag)).length;
        assert.ok(having("<svg") >= 6 && having("<table") >= 4, `${having("<svg")} charts`);
        const charts = page.locator(".jp-OutputArea-output svg");
        assert.ok(await charts.count() >= 6);
        await charts.nth(1).scrollIntoViewIfNeeded();
        assert.ok(await charts.nth(1).isVisible());
        await screenshot(`${folder}/notebook_01.png`);
      } finally {
        await Deno.remove(`${folder}/${file}`);
      }
    });
  },
});
