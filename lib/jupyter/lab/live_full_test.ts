/// <reference lib="dom" />
/** Live displays and their buttons in a real JupyterLab, on a real QuestDB. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { projectFolder } from "../../config.ts";
import { withNamespace } from "../../testing.ts";
import { formatNotebook } from "../ipynb/ipynb.ts";
import { notebookOf } from "../testing/torture_testing.ts";
import { findChromium, openLab } from "./lab_testing.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: live displays because there is no Chromium on PATH");

/** A folder for pictures of it in both themes; none are taken without. */
const pictures = Deno.env.get("TRIBUTARY_PICTURES");

const PICTURE = ".trb-live .tributary-figure svg:not(.legend)";

/** Where the chart stands; asked in one go, as updates replace it. */
const place = (page: Page) =>
  page.evaluate((picture) => {
    const { x, y } = document.querySelector(picture)!.getBoundingClientRect();
    return { x, y };
  }, PICTURE);

/** Scrolls to the chart. @returns Where it stands when nothing scrolls any more. */
async function inView(page: Page): Promise<{ x: number; y: number }> {
  for (;;) {
    await page.evaluate((picture) => {
      document.querySelector(picture)!.scrollIntoView({ block: "center" });
    }, PICTURE);
    const before = await place(page);
    await page.waitForTimeout(500); // JupyterLab scrolls too after a cell has run.
    const after = await place(page);
    if (after.y === before.y) return after;
  }
}

/** The labels of the chart's times once its zoom is drawn, which a new one is before it is painted. */
const zoomedTicks = (page: Page) =>
  page.evaluate(async (picture) => {
    for (let frame = 0; frame < 300; frame++) {
      const figure = document.querySelector(picture)!.closest(".tributary-figure")!;
      const texts = figure.querySelectorAll('[aria-label="x-axis tick label"] text');
      if (figure.querySelector("button")) {
        return Array.from(texts, ({ textContent }) => textContent);
      }
      await new Promise(requestAnimationFrame);
    }
    return "not zoomed";
  }, PICTURE);

const NOTEBOOK = notebookOf(
  `import { chart, live, sql, tableName } from "../../lib/notebook/mod.ts";
const ticks = sql.id(tableName("ticks"));`,
  "await live(sql`select timestamp, n, kind from ${ticks}`, { every: 200 });",
  "`next ${1 + 1}`",
  `import { defineStream, Timestamp, Type } from "../../lib/streams/define.ts";
import { kafka } from "../../lib/notebook/mod.ts";
const pulses = defineStream({
  ...{ name: "pulses", key: "sensor", time: "at", identity: ["sensor"] },
  schema: Type.Object({ sensor: Type.String(), at: Timestamp(), bpm: Type.Number() }),
});
await kafka.create(pulses);
const send = (bpm) => kafka.send(pulses, [{ sensor: "s", at: new Date().toISOString(), bpm }]);
await send(61);
setTimeout(() => send(62), 1500);
await live(pulses, { every: 200 });`,
  `const drawn = live(sql\`select timestamp, n, kind from \${ticks}\`, {
  every: 200,
  chart: (rows) => chart.line(rows, { x: "timestamp", y: "n", series: "kind", title: \`\${rows.length} rows\` }),
});`,
);

Deno.test({
  name: "A live display in JupyterLab has buttons that pause, resume and stop it",
  ignore,
  async fn(t) {
    await withNamespace(async ({ db, namespace, prefix }) => {
      await db.run(
        `create table "${prefix}ticks" (timestamp timestamp, n int, kind symbol)
        timestamp(timestamp) partition by day bypass wal`,
      );
      let n = 0;
      const grow = async (rows = 1) => {
        for (let i = 0; i < rows; i++) {
          const time = new Date(Date.UTC(2026, 0, 1) + 1000 * ++n).toISOString();
          await db.run(`insert into "${prefix}ticks" values ('${time}', ${7000 + n}, 'a'),
            ('${time}', ${8000 + n}, 'b')`);
        }
      };
      await grow(4);
      const folder = `${projectFolder}/out/live_${namespace}`; // below the project for its packages
      await Deno.mkdir(folder, { recursive: true });
      const step = async (name: string, fn: () => Promise<void>) =>
        assert.ok(await t.step(name, fn), name); // The next steps build on it.
      try {
        await Deno.writeTextFile(`${folder}/test.ipynb`, formatNotebook(NOTEBOOK));
        await using lab = await openLab({ folder, env: { TRIBUTARY_NAMESPACE: namespace } });
        const notebook = await lab.open("test.ipynb");
        const { page, errors, outputs } = notebook;
        const rows = notebook.cell(1);
        const picture = async (name: string, cell?: number) => {
          if (pictures) await notebook.screenshot(`${pictures}/live_${name}.png`, cell);
        };
        const pause = rows.getByRole("button", { name: "Pause updates" });
        const resume = rows.getByRole("button", { name: "Resume updates" });
        const said = rows.locator(".trb-live-state");
        const fresh = rows.locator(".trb-live-fresh");
        const text = () => rows.locator(".jp-OutputArea").innerText();

        try {
          await step("rows come while the cell runs, below buttons and their age", async () => {
            await notebook.run(0);
            await notebook.shows(0, /1/);
            await notebook.run(1);
            await pause.waitFor();
            assert.equal(await said.textContent(), "Live");
            assert.match(
              await fresh.textContent() ?? "",
              /^query: newest \d+ d ago, at 2026-01-01 /,
            );
            assert.doesNotMatch(await text(), /query: newest[^]*query: newest/);
            await grow();
            await rows.getByText("7,005").or(rows.getByText("7005")).first().waitFor();
            await notebook.shows(1, /\*/);
            await picture("running");
          });

          await step("Pause stops that, by the keyboard too, and says so", async () => {
            await pause.focus();
            await page.keyboard.press("Enter");
            await said.getByText(/^Paused at \d\d:\d\d:\d\d UTC$/).waitFor();
            await resume.waitFor();
            assert.equal(await resume.evaluate((node) => node === document.activeElement), true);
            await grow();
            await page.waitForTimeout(1000);
            assert.doesNotMatch(await text(), /7,?006/);
            await notebook.shows(1, /\*/);
            assert.equal(await page.locator(".jp-mod-editMode").count(), 0);
            await picture("paused");
          });

          await step("Resume goes on", async () => {
            await page.keyboard.press("Space");
            await rows.getByText(/^7,?006$/).first().waitFor();
            assert.equal(await said.textContent(), "Live");
            assert.equal(await pause.evaluate((node) => node === document.activeElement), true);
          });

          await step("Stop ends the cell, the buttons go, and the next cell runs", async () => {
            await page.keyboard.press("Tab");
            await page.keyboard.press("Enter");
            await notebook.shows(1, /2/);
            assert.match(await text(), /Ended after \d+ updates: stopped/);
            assert.equal(await rows.locator(".trb-live").count(), 0);
            const inNotebook = await page.evaluate(() =>
              document.activeElement?.closest(".jp-Notebook") !== null
            );
            assert.ok(inNotebook);
            await notebook.run(2);
            await notebook.shows(2, /3/);
            assert.match(await notebook.shown(2), /next 2/);
            const [, shown] = await outputs();
            assert.doesNotMatch(JSON.stringify(shown), /tributary\.live\+json/);
          });
          await step("a topic is followed with the same buttons", async () => {
            const topic = notebook.cell(3).locator(".jp-OutputArea"); // the code has numbers too
            await notebook.run(3);
            await topic.getByText("61", { exact: true }).waitFor();
            await topic.getByText(/^topic .*pulses: newest \d+ s ago, at/).first().waitFor();
            await topic.getByText("62", { exact: true }).waitFor();
            await notebook.shows(3, /\*/);
            await topic.getByRole("button", { name: "Stop updates" }).click();
            await notebook.shows(3, /4/);
            assert.match(await notebook.shown(3), /Ended after \d+ updates: stopped/);
          });

          const drawn = notebook.cell(4);
          const title = (rows: number) =>
            drawn.getByRole("heading", { name: `${rows} rows` }).or(drawn.getByText(`${rows} rows`))
              .first().waitFor();

          await step("zoom and legend outlast the updates of a chart", async () => {
            await grow(40);
            await notebook.run(4);
            await title(2 * n);
            await drawn.getByRole("button", { name: "Pause updates" }).waitFor();
            const box = await inView(page);
            await page.mouse.move(box.x + 200, box.y + 100);
            await page.mouse.down();
            await page.mouse.move(box.x + 260, box.y + 110, { steps: 3 });
            await grow();
            await page.waitForTimeout(600); // An update that comes while the pointer drags waits.
            await page.mouse.move(box.x + 320, box.y + 110, { steps: 3 });
            await page.mouse.up();
            await drawn.getByRole("button", { name: "Reset zoom" }).waitFor();
            await title(2 * n);
            const entry = drawn.locator(".legend [data-series]").first();
            await entry.focus();
            await page.keyboard.press("Enter");
            const shown = await zoomedTicks(page);
            await grow();
            await title(2 * n);
            await drawn.getByRole("button", { name: "Reset zoom" }).waitFor();
            assert.deepEqual(await zoomedTicks(page), shown);
            assert.ok(Array.isArray(shown));
            assert.equal(await entry.getAttribute("aria-pressed"), "false");
            assert.deepEqual(await place(page), box);
            const focused = () => document.activeElement?.getAttribute("data-series");
            assert.equal(await page.evaluate(focused), "0");
            assert.equal(await page.locator(".jp-mod-editMode").count(), 0);
            await picture("chart");
          });

          await step("another cell pauses it, and the page says so", async () => {
            await notebook.write(2, "drawn.pause();");
            await notebook.run(2);
            await drawn.getByRole("button", { name: "Resume updates" }).waitFor();
            await drawn.getByText(/^Paused at/).first().waitFor();
            await page.getByRole("menuitem", { name: "Settings" }).click();
            await page.getByText("Theme", { exact: true }).hover();
            await page.getByText("JupyterLab Dark", { exact: true }).click();
            await page.locator("body[data-jp-theme-light=false]").waitFor({ state: "attached" });
            await page.waitForTimeout(500);
            await picture("dark");
          });

          await step("after a restart, and in a saved notebook, there is no button", async () => {
            const shown = JSON.stringify((await outputs())[4]);
            assert.match(shown, /tributary\.live\+json/);
            const gone = async (at: typeof notebook) => {
              const notes = at.cell(4).locator(".tributary-live-note:visible");
              await notes.nth(1).waitFor();
              assert.match(
                (await notes.allTextContents()).join(),
                /^query: newest .*,Paused at \d\d:\d\d:\d\d UTC. resume\(\) goes on$/,
              );
              assert.equal(await at.page.getByRole("button", { name: "updates" }).count(), 0);
            };
            await page.getByRole("menuitem", { name: "Kernel", exact: true }).click();
            await page.getByText("Restart Kernel…", { exact: true }).click();
            await page.getByRole("button", { name: "Confirm Kernel Restart" }).click();
            await gone(notebook);
            await outputs();
            await gone(await lab.open("test.ipynb"));
            await picture("restarted");
          });

          await step("a page that is loaded again says that updates do not come", async () => {
            await notebook.run(0);
            await notebook.run(4);
            await drawn.getByRole("button", { name: "Pause updates" }).waitFor();
            await outputs();
            await lab.open("test.ipynb");
            await drawn.getByText("Runs on without this page: run the cell again to see it")
              .waitFor();
            await picture("unseen");
            await drawn.getByRole("button", { name: "Stop updates" }).click();
            await drawn.locator(".trb-live:not([data-live])").waitFor();
            assert.equal(await page.getByRole("button", { name: "updates" }).count(), 0);
          });
        } catch (error) {
          await notebook.screenshot(`${projectFolder}/out/live_failed.png`);
          throw error;
        }
        assert.deepEqual(errors, []);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    });
  },
});
