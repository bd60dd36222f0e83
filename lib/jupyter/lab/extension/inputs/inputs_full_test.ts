/// <reference lib="dom" />
/** Inputs, the list of variables and cells of SQL in a real JupyterLab. */
import assert from "node:assert/strict";
import { projectFolder } from "../../../../config.ts";
import { formatNotebook } from "../../../ipynb/ipynb.ts";
import { notebookOf } from "../../../testing/torture_testing.ts";
import { findChromium, openLab } from "../../lab_testing.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: inputs in JupyterLab because there is no Chromium on PATH");

const NOTEBOOK = notebookOf(
  'import { input } from "../../lib/notebook/mod.ts";',
  'const n = await input.slider({ label: "Days", min: 0, max: 9, value: 1 });',
  'const half = n / 2; if (n === 3) throw new RangeError("three");',
  "if (n > 5) await new Promise((r) => setTimeout(r, 60_000)); console.log('n', n, half);",
  'const top = await input.slider({ label: "Top", max: 10 + n });',
  "console.log('top', top);",
  "-- sql rows\nselect x from long_sequence(9)\nwhere x <= 1 + ${n} -- days",
);

Deno.test({
  name: "JupyterLab runs the readers of an input again, lists variables, and highlights SQL",
  ignore,
  async fn(t) {
    const folder = `${projectFolder}/out/inputs`; // The imports need a folder of the project.
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(`${folder}/test.ipynb`, formatNotebook(NOTEBOOK));
    await using lab = await openLab({ folder });
    const { page, runAll, shows, stop, outputs, errors, screenshot } = await lab.open("test.ipynb");
    const step = async (name: string, fn: () => Promise<void>) =>
      assert.ok(await t.step(name, fn), name); // The next steps build on it.
    const slider = page.getByRole("slider", { name: "Days" });
    const note = async (text: RegExp) => {
      const line = page.locator(".trb-note").first();
      await line.filter({ hasText: text }).waitFor({ timeout: 60_000 }).catch(async () =>
        assert.match(await line.textContent() ?? "", text)
      );
    };
    const output = async (cell: number) => {
      const cells = page.locator(`.jp-Cell[data-windowed-list-index="${cell}"]`);
      return (await cells.locator(".jp-OutputArea-output").innerText()).trim();
    };
    const press = async (key: string) => {
      await slider.focus();
      await page.keyboard.press(key);
    };
    try {
      await step("a control under its cell says which cells read it", async () => {
        await runAll();
        await shows(6, /7/);
        await note(/^Re-runs \[3\], \[4\], \[5\], \[7\]: they read n; then \[6\]: it reads top$/);
        assert.equal(await page.locator("[data-trb-reads]").count(), 5);
      });

      await step("the arrow key sets it, and its readers run again, in order", async () => {
        await press("ArrowRight");
        await note(/^Re-runs \[8\], \[9\], \[10\], \[12\]: they read n; then \[11\]/);
        assert.equal(await output(3), "n 2 1");
        assert.match(await output(6), /3 rows × 1 column/);
        assert.equal(await slider.evaluate((node) => node === document.activeElement), true);
      });

      await step("another that depends on it keeps what was set", async () => {
        const top = page.getByRole("slider", { name: "Top" });
        await top.focus();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowRight");
        await shows(5, /13/);
        assert.equal(await output(5), "top 2");
      });

      await step("a reader that fails ends the run", async () => {
        await press("ArrowRight");
        await note(
          /^Stopped at \[14\]: RangeError: three. Not run: \[9\], \[10\], \[13\], \[12\]$/,
        );
      });

      await step("the latest of many values is what runs, and Stop ends it", async () => {
        for (const key of ["Home", "ArrowRight", "ArrowRight", "End"]) await press(key);
        await note(/^Running \[\d+\] \(2 of 5\)/);
        await page.waitForTimeout(500);
        await stop();
        await note(/^Stopped at \[\d+\]: Interrupted: The cell was stopped/);
        await press("Home");
        await note(/^Re-runs/);
        assert.equal(await output(3), "n 0 0");
        assert.equal(await output(5), "top 2");
      });

      await step("variables are listed, without imports", async () => {
        await page.getByRole("tab", { name: "Variables" }).click();
        const rows = page.locator(".trb-variables tbody tr");
        await rows.first().waitFor();
        const names = () => rows.locator("td:first-child button").allTextContents();
        assert.deepEqual(await names(), ["half", "n", "rows", "top"]);
        await page.getByRole("searchbox", { name: "Filter variables" }).fill("ro");
        assert.deepEqual(await names(), ["rows"]);
        await page.getByRole("button", { name: "Show rows as a table" }).click();
        await page.locator(".trb-shown").getByText("1 row × 1 column").waitFor();
      });

      await step("SQL is highlighted as SQL", async () => {
        const cell = page.locator('.jp-Cell[data-windowed-list-index="6"] .cm-content');
        const colour = (text: string) =>
          cell.getByText(text, { exact: true }).evaluate((node) => getComputedStyle(node).color);
        const [keyword, comment] = [await colour("select"), await colour("-- days")];
        assert.notEqual(keyword, comment);
        assert.notEqual(keyword, await cell.evaluate((node) => getComputedStyle(node).color));
      });

      await step("after a restart it is not connected until its cell runs", async () => {
        await page.getByRole("menuitem", { name: "Kernel", exact: true }).click();
        await page.getByText("Restart Kernel…", { exact: true }).click();
        await page.getByRole("button", { name: "Confirm Kernel Restart" }).click();
        await note(/^Not connected to the kernel: run this cell again$/);
        assert.equal(await slider.isDisabled(), true);
        assert.equal(await page.locator("[data-trb-reads]").count(), 0);
        await runAll();
        await note(/^Re-runs \[3\]/);
        assert.equal(await slider.inputValue(), "1");
      });
      await step("a saved notebook has the value for those who have no controls", async () => {
        await press("ArrowRight");
        await page.getByText("n 2 1", { exact: true }).waitFor();
        await note(/^Re-runs/);
        const [shown] = (await outputs())[1]!;
        assert.match(JSON.stringify(shown), /Days: <code>n = 2<\/code>/);
      });
      assert.deepEqual(errors, []);
    } catch (error) {
      await screenshot(`${folder}/failed.png`);
      throw error;
    } finally {
      await Deno.remove(`${folder}/test.ipynb`);
    }
  },
});
