/** A window in a cell of a real JupyterLab: its rows, its counts, Stop, and a changed declaration. */
import assert from "node:assert/strict";
import { projectFolder } from "../../config.ts";
import { deliver } from "../../delivery/deliver.ts";
import { simulateTransactions } from "../../feeds/transactions/simulate.ts";
import { withNamespace } from "../../testing.ts";
import { formatNotebook } from "../ipynb/ipynb.ts";
import { notebookOf } from "../testing/torture_testing.ts";
import { findChromium, openLab } from "./lab_testing.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: windows in a browser because there is no Chromium on PATH");

const declared = (aggregate: string) =>
  `const mine = defineWindow({ name: "mine", from: transactions, window: tumbling("1m"), aggregate: ${aggregate} });
await runWindow(mine)`;

const NOTEBOOK = notebookOf(
  `import { count, defineWindow, runWindow, sum, transactions, tumbling } from "../lib/notebook/mod.ts";
let runs = 0;`,
  declared("{ n: count() }"),
  "for (;; runs++) await runWindow(mine);",
  "`stopped after ${runs > 0 ? 'some' : 'no'} runs`",
  declared('{ paid: sum("total") }'),
  declared('{ paid: sum("total_paid") }'),
);

Deno.test({
  name: "a window in JupyterLab has its counts below its grid, ends with Stop, and can be changed",
  ignore,
  async fn() {
    const folder = `${projectFolder}/out`; // below the project, for its packages
    await Deno.mkdir(folder, { recursive: true });
    await withNamespace(async ({ endpoints, namespace }) => {
      const how = { seed: 1, start: "2026-01-01T00:00:00Z", limit: 20_000 };
      await deliver(simulateTransactions(how), { endpoints, sink: false });
      const file = `${namespace}_windows.ipynb`;
      await Deno.writeTextFile(`${folder}/${file}`, formatNotebook(NOTEBOOK));
      try {
        const env = { TRIBUTARY_NAMESPACE: namespace };
        await using lab = await openLab({ folder, env, viewport: { width: 1200, height: 1600 } });
        const { cell, run, shows, shown, stop } = await lab.open(file);
        const ran = async (n: number) => {
          await run(n);
          await shows(n, /\[\d+\]/, 60_000);
        };
        await ran(0);
        await ran(1);
        const grid = cell(1).locator(".trb-grid[data-state=grid]");
        await grid.getByText("10 rows × 3 columns").waitFor();
        await grid.getByText(/deno read 20,000 records, 0 late, 0 duplicates/).waitFor();
        await run(2);
        await shows(2, /\[\*\]/);
        await new Promise((resolve) => setTimeout(resolve, 3000));
        await stop();
        await shows(2, /\[\d+\]/, 20_000);
        await ran(3);
        await cell(3).getByText("stopped after some runs").waitFor();
        await ran(4);
        await cell(4).getByText("the nearest is total_paid").first().waitFor();
        await ran(5);
        await cell(5).locator(".trb-grid[data-state=grid]").getByText("10 rows").waitFor();
        assert.match(await shown(2), /Interrupted/);
      } finally {
        await Deno.remove(`${folder}/${file}`);
      }
    });
  },
});
