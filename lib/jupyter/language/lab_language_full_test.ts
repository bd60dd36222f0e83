/** Completion, inspection and type notes as people see them, in JupyterLab in a headless Chromium. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { projectFolder } from "../../config.ts";
import { formatNotebook } from "../ipynb/ipynb.ts";
import { findChromium, openLab } from "../lab/lab_testing.ts";
import { notebookOf } from "../testing/torture_testing.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: completion in a browser because there is no Chromium on PATH");

const LIBRARY = join(projectFolder, "lib/notebook/mod.ts");

Deno.test({
  name: "in JupyterLab Tab completes, Shift-Tab and Contextual Help show signature and description",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "notebooks" });
    try {
      const notebook = notebookOf(
        `import { chart } from "${LIBRARY}";\nconst rows = [{ city: "Ulm", temp: 3 }];`,
        "",
        "rows[0].town;",
      );
      // The library's packages, as in the project's own notebooks.
      await Deno.copyFile(join(projectFolder, "deno.json"), `${folder}/deno.json`);
      await Deno.writeTextFile(`${folder}/test.ipynb`, formatNotebook(notebook));
      await using lab = await openLab({ folder });
      const { page, run, shows, screenshot } = await lab.open("test.ipynb");
      const picture = Deno.env.get("TRIBUTARY_TEST_PICTURES"); // a folder, to look at them
      const look = async (name: string) => {
        if (picture) await screenshot(`${picture}/${name}.png`);
      };
      await run(0);
      await shows(0, /\[1\]/);
      await run(2);
      await page.getByText("Types: line 1: Property 'town' does not exist").waitFor({
        timeout: 100_000, // the server reads the library first
      });
      await look("note");

      const editor = page.locator('.jp-Cell[data-windowed-list-index="1"] .cm-content');
      const type = async (text: string) => {
        await editor.click();
        await page.keyboard.press("Control+a");
        await page.keyboard.press("Delete");
        await page.keyboard.insertText(text);
      };
      // On a busy machine an answer may come too late, and is then empty.
      const pressUntil = async (key: string, shown: Locator) => {
        for (let i = 0; i < 15 && !await shown.isVisible(); i++) {
          await page.keyboard.press(key);
          await shown.waitFor({ timeout: 3000 }).catch(() => look(`missing ${key}`));
        }
        await shown.waitFor({ timeout: 1000 });
      };
      await type('"😀"; rows[0].');
      const completer = page.locator(".jp-Completer:not(.lm-mod-hidden)");
      await pressUntil("Tab", completer.getByText("city", { exact: true }));
      assert.ok(!(await completer.innerText()).includes("constructor"));
      await look("completer");
      await page.keyboard.press("Enter");
      assert.match(await editor.innerText(), /rows\[0\]\.city/);

      await type('chart.line(rows, { x: "te');
      await pressUntil("Tab", completer.getByText("temp", { exact: true }));
      await page.keyboard.press("Enter");
      assert.match(await editor.innerText(), /x: "temp/);

      await type("chart.line(");
      const tooltip = page.locator(".jp-Tooltip");
      await pressUntil("Shift+Tab", tooltip.getByText("Lines over time or another number"));
      await look("tooltip");
      await page.keyboard.press("Escape");

      await page.keyboard.press("Control+i");
      const help = page.locator(".jp-Inspector");
      await help.waitFor();
      await type("chart.heatmap");
      await help.getByText("function heatmap(").waitFor();
      await look("help");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
