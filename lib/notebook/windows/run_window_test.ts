import assert from "node:assert/strict";
import { transactions3s, windows } from "../mod.ts";
import type { WindowResult } from "../../windows/result.ts";
import { bundleOf } from "../display/bundle_of.ts";
import { rowsOf, runWindow } from "./run_window.ts";

const result: WindowResult = {
  window: "transactions_3s",
  engine: "deno",
  rows: [{
    window_start: "2026-01-01T00:00:00.000Z",
    window_end: "2026-01-01T00:00:03.000Z",
    total_paid: 150,
    total_transactions: 3,
    average_transaction_value: 50,
  }],
  ...{
    read: 1234,
    late: 5,
    duplicates: 0,
    filtered: 7,
    nullKeys: null,
    rejected: null,
    seconds: 0.5,
  },
};

Deno.test("a window's rows have Dates and counts, and show both below their table", async () => {
  const rows = rowsOf<{ total_paid: number }>(transactions3s, result, 0.25);
  assert.deepEqual([...rows], [{
    ...result.rows[0],
    window_start: new Date("2026-01-01T00:00:00Z"),
    window_end: new Date("2026-01-01T00:00:03Z"),
  }]);
  const { rows: _, ...counts } = result;
  assert.deepEqual(rows.counts, { ...counts, firstSeconds: 0.25 });
  assert.deepEqual(Object.keys(rows), ["0"]);
  const text = (await bundleOf(rows))["text/plain"];
  assert.match(text, /^1 row × 5 columns\nwindow_start +window_end +total_paid /);
  assert.match(
    text,
    /\ndeno read 1,234 records, 5 late, 0 duplicates, 7 filtered, in 0\.5 s$/,
  );
});

Deno.test("declared windows are shown as a table that describes them", async () => {
  const one = (await bundleOf(transactions3s))["text/plain"];
  assert.match(one, /^1 row ×[^]*transactions_3s +transactions +3s +5s +status = Paid/);
  const all = (await bundleOf(windows))["text/plain"];
  for (const { name } of windows) assert.match(all, new RegExp(`^${name} `, "m"));
});

Deno.test("runWindow() refuses what is no window before it looks for engines", async () => {
  await assert.rejects(runWindow("transactions_3s" as never), /import \{ transactions3s \}/);
  const nowhere = runWindow(transactions3s, { engine: "spark" as never });
  await assert.rejects(nowhere, /the engines are deno, questdb, flink/);
});
