/** How cells end, as it is seen in JupyterLab in a headless Chromium. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../../config.ts";
import { taxiTrips } from "../../feeds/mod.ts";
import { ensureTables } from "../../questdb/tables.ts";
import { withNamespace } from "../../testing.ts";
import { formatNotebook } from "../ipynb/ipynb.ts";
import { type CellEnding, ENDINGS, missingIn, SETUP } from "../testing/endings_testing.ts";
import { notebookOf } from "../testing/torture_testing.ts";
import { findChromium, openLab } from "./lab_testing.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: JupyterLab in a browser because there is no Chromium on PATH");

/** What a person sees below a cell. */
interface Seen {
  text: string;
  tables: number;
  drawings: number;
  errors: number;
}

function wrongView({ source, shows }: CellEnding, { text, tables, drawings, errors }: Seen) {
  const wrong = (what: string) =>
    `${source}: ${what}: ${JSON.stringify({ text, tables, drawings, errors })}`;
  if (shows === "nothing") return text.trim() === "" ? undefined : wrong("wanted nothing");
  if ("text" in shows) {
    return text.trim() === shows.text ? undefined : wrong(`wanted ${shows.text}`);
  }
  if ("error" in shows) {
    return errors > 0 && text.includes(shows.error) ? undefined : wrong("error");
  }
  if ("chart" in shows) return drawings > 0 ? undefined : wrong("wanted a chart");
  const missing = missingIn(text, "table" in shows ? shows.table : shows.markup);
  if (missing !== undefined) return wrong(`${missing} is missing`);
  return "table" in shows && tables !== 1 ? wrong("wanted one table") : undefined;
}

Deno.test({
  name: "every ending of a cell is seen in JupyterLab as it should be",
  ignore,
  async fn() {
    await Deno.mkdir(join(projectFolder, "out"), { recursive: true });
    const folder = await Deno.makeTempDir({ dir: join(projectFolder, "out"), prefix: "endings" });
    const settings = `${folder}/.settings/@jupyterlab/notebook-extension`;
    try {
      await Deno.mkdir(settings, { recursive: true });
      // All cells are in the page, also those that are not on the screen.
      await Deno.writeTextFile(
        `${settings}/tracker.jupyterlab-settings`,
        '{"windowingMode":"none"}',
      );
      const notebook = notebookOf(SETUP, ...ENDINGS.map(({ source }) => source));
      await Deno.writeTextFile(`${folder}/test.ipynb`, formatNotebook(notebook));
      await withNamespace(async ({ db, namespace }) => {
        await ensureTables(db, [taxiTrips]);
        const env = {
          TRIBUTARY_NAMESPACE: namespace,
          JUPYTERLAB_SETTINGS_DIR: `${folder}/.settings`,
          TRIBUTARY_LAB_EXTENSION: "0", // tables as HTML: a grid is drawn on a canvas, which has no text
        };
        await using lab = await openLab({ folder, env });
        const { page, runAll, shows } = await lab.open("test.ipynb");
        await runAll();
        await shows(ENDINGS.length, new RegExp(`\\[${ENDINGS.length + 1}\\]`), 120_000);
        await page.waitForTimeout(500); // the last output is drawn
        const seen = await page.locator(".jp-CodeCell").evaluateAll((cells) =>
          cells.map((cell): Seen => {
            const shown = [...cell.querySelectorAll(".jp-OutputArea-output")];
            const count = (selector: string) =>
              shown.reduce((sum, output) => sum + output.querySelectorAll(selector).length, 0);
            return {
              text: shown.map((output) => (output as unknown as { innerText: string }).innerText)
                .join("\n"),
              tables: count("table"),
              drawings: count("svg"),
              errors: shown.filter(({ className }) => !className.includes("execute")).length,
            };
          })
        );
        assert.equal(seen.length, ENDINGS.length + 1);
        const wrong = ENDINGS.flatMap((ending, i) => wrongView(ending, seen[i + 1]!) ?? []);
        assert.deepEqual(wrong, []);
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
