/// <reference lib="dom" />
/** Our extension and its data grid in a real JupyterLab, on a real QuestDB. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { projectFolder } from "../../../../config.ts";
import { until } from "../../../../retry.ts";
import { withNamespace } from "../../../../testing.ts";
import { formatNotebook } from "../../../ipynb/ipynb.ts";
import { notebookOf } from "../../../testing/torture_testing.ts";
import { findChromium, openLab } from "../../lab_testing.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: the data grid because there is no Chromium on PATH");

/** A folder for pictures of it in both themes; none are taken without. */
const pictures = Deno.env.get("TRIBUTARY_PICTURES");

/** What a person does with a grid: it is drawn on a canvas, so cells are read by copying them. */
function handlesOf(page: Page, grid: Locator) {
  const canvas = grid.locator(".lm-DataGrid-viewport");
  const ready = () => grid.locator("[data-state=ready]").waitFor();
  const bar = grid.locator(".trb-grid-bar");
  return {
    canvas,
    bar,
    ready,
    press: async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
      await ready();
    },
    /** @returns The cells that are selected, as text with tabs. */
    async copied() {
      await page.evaluate(() => navigator.clipboard.writeText(""));
      await page.keyboard.press("Control+c");
      await bar.getByText("copied").waitFor();
      // That may stand there from the copy before.
      const read = () => page.evaluate(() => navigator.clipboard.readText());
      return await until(async () => await read() || undefined, { within: 20_000 });
    },
    /** Clicks in the header, this far from the left edge of the canvas. */
    async header(x: number) {
      await canvas.click({ position: { x, y: 12 } });
    },
  };
}

Deno.test({
  name: "A table in JupyterLab is a grid: it scrolls, sorts, filters, profiles and copies",
  ignore,
  async fn(t) {
    await withNamespace(async ({ db, namespace, prefix }) => {
      await db.run(
        `create table "${prefix}ticks" as (select timestamp_sequence('2024-01-01', 1000000) timestamp, x id,
        case when x % 3 = 0 then null when x % 3 = 1 then 'A\tB' else 'C' end sym, x * 0.25 price
        from long_sequence(100000)) timestamp(timestamp) partition by day bypass wal`,
      );
      const folder = `${projectFolder}/out/grid_${namespace}`; // below the project for its packages
      await Deno.mkdir(folder, { recursive: true });
      try {
        const cells = notebookOf(
          `import { show, sql, table } from "../../lib/notebook/mod.ts"; Deno.env.get("TRIBUTARY_LAB_EXTENSION")`,
          `await show(table("ticks"));`,
          `await show([{ a: 1.5, name: "x" }, { a: null, name: "<b>" }, { a: 10, name: "y" }]);`,
        );
        await Deno.writeTextFile(`${folder}/test.ipynb`, formatNotebook(cells));
        await using lab = await openLab({ folder, env: { TRIBUTARY_NAMESPACE: namespace } });
        const notebook = await lab.open("test.ipynb");
        const { page, errors, outputs } = notebook;
        await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
        await notebook.runAll();
        await notebook.shows(2, /3/);
        const first = page.locator(".trb-grid[data-state=grid]").first();
        const grid = handlesOf(page, first);
        const picture = async (name: string) => {
          if (pictures) await notebook.screenshot(`${pictures}/grid_${name}.png`);
        };
        await grid.ready();

        await t.step(
          "the extension is there without an error, and the static table beside it",
          async () => {
            assert.match(await grid.bar.innerText(), /100,000 rows × 4 columns/);
            const [known, shown] = await outputs();
            assert.match(JSON.stringify(known), /\\"1\\"/);
            const text = JSON.stringify(shown);
            for (const part of ["99,990 rows more", "vnd.tributary.grid"]) {
              assert.ok(text.includes(part));
            }
          },
        );

        await t.step("the keyboard reaches every row, and copies in full", async () => {
          await grid.canvas.click({ position: { x: 100, y: 50 } });
          await grid.press("ArrowDown", "PageDown", "ArrowRight");
          await grid.press("Control+End", "Shift+Home");
          assert.equal(await grid.copied(), '2024-01-02T03:46:39Z\t100000\t"A\tB"\t25000');
          await grid.press("Control+Home", "Shift+End", "Shift+ArrowDown");
          assert.equal(
            await grid.copied(),
            '2024-01-01T00:00:00Z\t1\t"A\tB"\t0.25\n2024-01-01T00:00:01Z\t2\tC\t0.5',
          );
          await picture("light");
        });

        await t.step(
          "a jump copies no cell from another canvas, and headers stay as they are",
          async () => {
            const { x, y, width } = (await grid.canvas.boundingBox())!;
            const clip = { x, y, width: width - 20, height: 40 };
            const header = async () => {
              await page.waitForTimeout(100);
              return (await page.screenshot({ clip })).toString("base64");
            };
            await grid.press("Control+Home");
            const before = await header();
            await page.evaluate(() => {
              const { prototype } = CanvasRenderingContext2D;
              const { drawImage } = prototype;
              const count = { copies: 0 };
              Object.assign(globalThis, { count });
              prototype.drawImage = function (...place: unknown[]) {
                count.copies++;
                Reflect.apply(drawImage, this, place);
              };
            });
            await first.getByLabel("Go to row").fill("50000");
            await page.keyboard.press("Enter");
            await grid.ready();
            const copies = () =>
              page.evaluate(() =>
                (globalThis as unknown as { count: { copies: number } }).count.copies
              );
            assert.ok(await copies() < 10, `${await copies()} copies`); // 60 cells were drawn
            await grid.canvas.hover({ position: { x: 200, y: 200 } });
            await page.mouse.wheel(0, -37 * 22 - 11); // half a row is below the header now
            await grid.ready();
            assert.ok(await header() === before, "rows are drawn over the header");
          },
        );

        await t.step("a click on a header sorts, down, and no longer", async () => {
          const price = 400;
          for (
            const [wanted, said] of [
              ["0.25", /sorted by price$/m],
              ["25000", /sorted by price, descending/],
              ["0.25", /columns$/],
            ] as const
          ) {
            await grid.header(price);
            await grid.bar.getByText(said).waitFor();
            await grid.ready();
            await grid.press("Control+Home", "End");
            assert.equal(await grid.copied(), wanted);
          }
        });

        await t.step("the menu shows the column's profile and filters by it", async () => {
          await grid.press("Control+Home", "ArrowRight", "ArrowRight", "Alt+ArrowDown");
          const menu = page.locator(".trb-grid-menu");
          await menu.getByText("33,333 (33 %)").waitFor();
          await menu.getByLabel("Filter").selectOption("is null");
          await menu.getByRole("button", { name: "Filter" }).click();
          await grid.bar.getByText("33,333 of 100,000 rows").waitFor();
          await grid.ready();
          await grid.press("Control+Home", "ArrowRight", "Alt+ArrowDown");
          await menu.getByLabel("Filter").selectOption("between");
          await menu.getByLabel("value").fill("x' or 1=1");
          await menu.getByLabel("to").fill("100");
          await menu.getByRole("button", { name: "Filter" }).click();
          await grid.bar.getByText(/"x' or 1=1" is not a number/).waitFor();
          for (const key of ["Control+Home", "ArrowRight", "Alt+ArrowDown"]) {
            await page.keyboard.press(key);
          }
          await menu.getByText("most frequent").or(menu.locator("svg")).first().waitFor();
          await picture("menu");
          await menu.getByLabel("Filter").selectOption("between");
          await menu.getByLabel("value").fill("90,000");
          await menu.getByLabel("to").fill("99999");
          await menu.getByRole("button", { name: "Filter" }).click();
          await grid.bar.getByText("3,334 of 100,000 rows").waitFor();
          await grid.press("Control+End", "Shift+Home");
          assert.equal(await grid.copied(), "2024-01-02T03:46:38Z\t99999\t\t24999.75");
          await first.getByRole("button", { name: "sym is null ✕" }).click();
          await grid.bar.getByText("10,000 of 100,000 rows").waitFor();
        });

        await t.step("rows in memory are a grid of the same kind", async () => {
          const rows = handlesOf(page, page.locator(".trb-grid[data-state=grid]").nth(1));
          await rows.header(60);
          await rows.bar.getByText("sorted by a").waitFor();
          await rows.canvas.click({ position: { x: 60, y: 50 } });
          await page.keyboard.press("Control+a");
          assert.equal(await rows.copied(), "1.5\tx\n10\ty\n\t<b>");
        });

        await t.step("after a restart the saved rows are shown, and what to do", async () => {
          await page.getByRole("menuitem", { name: "Settings" }).click();
          await page.getByText("Theme", { exact: true }).hover();
          await page.getByText("JupyterLab Dark", { exact: true }).click();
          await page.locator("body[data-jp-theme-light=false]").waitFor({ state: "attached" });
          await page.waitForTimeout(500);
          await picture("dark");
          await page.getByRole("menuitem", { name: "Kernel", exact: true }).click();
          await page.getByText("Restart Kernel…", { exact: true }).click();
          await page.getByRole("button", { name: "Confirm Kernel Restart" }).click();
          await page.locator(".trb-grid[data-state=still]").nth(1).waitFor();
          const still = await page.locator(".trb-grid").first().innerText();
          assert.match(still, /99,990 rows more[^]*Run the cell again/);
        });
        assert.deepEqual(errors, []);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    });
  },
});
