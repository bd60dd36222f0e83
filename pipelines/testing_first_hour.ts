/// <reference lib="dom" />
/** For tests: what an analyst does in the first hour, step by step, in one notebook. */
import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import type { OpenNotebook } from "../lib/jupyter/lab/lab_testing.ts";
import { until } from "../lib/retry.ts";
import { run } from "./testing.ts";

/** A notebook that was just made, and what the steps need to know. */
export interface FirstHour {
  notebook: OpenNotebook;
  folder: string;
  env: Record<string, string>;
  /** Rows of `taxi_trips`. */
  trips: number;
}

/** Cell numbers, from 0, by what the cell does. */
const CELL = { imports: 0, query: 1, grid: 2, chart: 3, slider: 4, reader: 5, sql: 6, wrong: 7 };

export const STEPS: Record<string, (hour: FirstHour) => Promise<void>> = {
  async "a cell imports the library"({ notebook }) {
    await answer(
      notebook,
      CELL.imports,
      'import { chart, input, sql, taxiTrips } from "../../lib/notebook/mod.ts";',
    );
    assert.equal(await notebook.shown(CELL.imports), "");
  },

  async "Tab completes tables and members"({ notebook }) {
    const { page } = notebook;
    await notebook.write(CELL.query, "await sql`select count() from taxi_");
    const completer = page.locator(".jp-Completer:not(.lm-mod-hidden)");
    const table = notebook.cell(CELL.query).locator(".cm-content").getByText("taxi_trips");
    await pressUntil(notebook, "Tab", completer.getByText("taxi_trips").or(table).first());
    await page.keyboard.press("Escape");
    await notebook.write(CELL.query, "chart.");
    await pressUntil(notebook, "Tab", completer.getByText("heatmap", { exact: true }));
    assert.ok(!(await completer.innerText()).includes("hasOwnProperty"));
    await page.keyboard.press("Escape");
  },

  async "Shift-Tab explains a function"({ notebook }) {
    await notebook.write(CELL.query, "chart.line(");
    const help = notebook.page.locator(".jp-Tooltip").getByText("Lines over time");
    await pressUntil(notebook, "Shift+Tab", help);
    await notebook.page.keyboard.press("Escape");
  },

  async "a query's answer is the cell's"({ notebook }) {
    await answer(
      notebook,
      CELL.query,
      "const perHour = await sql`select timestamp, count() trips from ${taxiTrips} " +
        "where fare > ${1} and payment_type in (${['Cash', 'Credit Card']}) sample by 1h`;\nperHour",
    );
    assert.match(await notebook.shown(CELL.query), /\d+ rows × 2 columns/);
  },

  async "a grid reaches the last row"({ notebook, trips }) {
    await answer(notebook, CELL.grid, "sql`select * from ${taxiTrips}`");
    const grid = notebook.cell(CELL.grid).locator(".trb-grid");
    await grid.locator("[data-state=ready]").waitFor();
    await grid.getByText(`${trips.toLocaleString("en-US")} rows`).first().waitFor();
    await notebook.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await grid.locator(".lm-DataGrid-viewport").click({ position: { x: 100, y: 50 } });
    for (const key of ["Control+End", "Control+Home", "Control+c"]) {
      await notebook.page.keyboard.press(key);
      await grid.locator("[data-state=ready]").waitFor();
    }
    await grid.getByText("copied").waitFor();
    const copied = () => notebook.page.evaluate(() => navigator.clipboard.readText());
    await until(async () => await copied() !== "", { within: 20_000 });
  },

  async "a chart says its values at the pointer"({ notebook }) {
    await answer(notebook, CELL.chart, 'chart.line(perHour, { x: "timestamp", y: "trips" })');
    const picture = notebook.cell(CELL.chart).locator(".tributary-figure svg").last();
    await picture.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await picture.boundingBox())!;
    await notebook.page.mouse.move(x + width / 2, y + height / 2);
    await notebook.page.locator(".tributary-tip").filter({ hasText: /trips\s+[\d,]+/ }).waitFor();
  },

  async "a slider runs its readers again"({ notebook }) {
    await answer(
      notebook,
      CELL.slider,
      'const days = await input.slider({ label: "Days", min: 1, max: 9, value: 3 });',
    );
    await answer(notebook, CELL.reader, "`the first ${days} days`");
    assert.match(await notebook.shown(CELL.reader), /the first 3 days/);
    await notebook.page.getByRole("slider", { name: "Days" }).focus();
    await notebook.page.keyboard.press("ArrowRight");
    await notebook.cell(CELL.reader).getByText("the first 4 days").last().waitFor();
  },

  async "a cell of SQL answers"({ notebook, trips }) {
    await answer(notebook, CELL.sql, "-- sql total\nselect count() n from ${taxiTrips}");
    assert.match(await notebook.shown(CELL.sql), /1 row × 1 column/);
    await answer(notebook, CELL.wrong, "total[0].n");
    assert.equal((await notebook.shown(CELL.wrong)).trim().replace(",", ""), String(trips));
  },

  async "an error says where and what may be meant"({ notebook }) {
    await answer(notebook, CELL.wrong, "await sql`select fair from ${taxiTrips}`");
    const shown = await notebook.shown(CELL.wrong);
    assert.match(shown, /QueryError.*\n[^]*\^[^]*Did you mean fare/);
    assert.doesNotMatch(shown, /lib\/(questdb|notebook)/);
  },

  async "Stop ends a loop and keeps the variables"({ notebook }) {
    await notebook.write(CELL.wrong, "while (true) {}");
    await notebook.run(CELL.wrong);
    await notebook.shows(CELL.wrong, /\*/);
    await notebook.page.waitForTimeout(500);
    await notebook.stop();
    await notebook.shows(CELL.wrong, /\d/, 10_000);
    assert.match(await notebook.shown(CELL.wrong), /Variables are kept/);
    await answer(notebook, CELL.wrong, "perHour.length > 0");
    assert.equal((await notebook.shown(CELL.wrong)).trim(), "true");
  },

  async "a restart runs all cells"({ notebook }) {
    await notebook.runAll({ restart: true });
    await notebook.shows(CELL.wrong, /\[8\]/);
    const outputs = (await notebook.outputs()).flat();
    assert.deepEqual(outputs.filter(({ output_type }) => output_type === "error"), []);
    assert.deepEqual(notebook.errors, []);
  },

  async "a report has what the notebook shows"({ folder, env }) {
    const args = [`${folder}/Untitled.ipynb`, "--html", `${folder}/report`, "--json"];
    const made = await run("notebooks", args, { env });
    assert.equal(made.code, 0, made.err);
    assert.deepEqual(JSON.parse(made.out).notebooks[0].errors, []);
    const page = await Deno.readTextFile(`${folder}/report/Untitled.html`);
    for (const part of ["<svg", "<table", "the first 3 days", "1 row × 1 column"]) {
      assert.ok(page.includes(part), part);
    }
  },
};

/** Writes a cell, runs it, and waits for its end. */
async function answer(notebook: OpenNotebook, cell: number, source: string): Promise<void> {
  await notebook.write(cell, source);
  await notebook.run(cell);
  await notebook.idle();
  await notebook.shows(cell, /\d/);
}

/** Presses a key until something is shown: on a busy machine a late answer is left out. */
async function pressUntil({ page }: OpenNotebook, key: string, shown: Locator): Promise<void> {
  const visible = () => shown.waitFor({ timeout: 4000 }).then(() => true, () => false);
  for (let i = 0; i < 15; i++) {
    await page.keyboard.press(key);
    if (await visible()) return;
  }
  throw new Error(`${key} shows nothing`);
}
