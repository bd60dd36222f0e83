import assert from "node:assert/strict";
import type { PanelContext } from "../../define_page.ts";
import { LEAST } from "./demand_forecast.ts";
import { demandRows, demandSentences } from "./demand_rows.ts";

const HOUR = 3_600_000;
const rows = Array.from(
  { length: LEAST },
  (_, hour) => ({ time: new Date(hour * HOUR), value: 100 + hour % 24 }),
);

/** A context without a database. */
function contextOf(signal: AbortSignal, meanwhile: PanelContext["meanwhile"]): PanelContext {
  const end = new Date(LEAST * HOUR);
  const known = {
    sql: () => Promise.resolve(rows),
    to: end,
    services: { newest: () => Promise.resolve(end) },
    signal,
    meanwhile,
  };
  return known as unknown as PanelContext; // the parts that the panel uses
}

Deno.test("demandRows() shows the history before there is a forecast", async () => {
  const gone = new AbortController();
  const shown: (readonly object[])[] = [];
  const context = contextOf(gone.signal, (rows) => {
    shown.push(rows);
    gone.abort(new Error("seen enough")); // the forecast is never made
  });
  await assert.rejects(Promise.resolve(demandRows(context)), /seen enough/);
  assert.deepEqual(shown, [rows]);
});

Deno.test("demandSentences() says at once that the forecast is being made", async () => {
  const gone = new AbortController();
  const shown: (readonly object[])[] = [];
  const context = contextOf(gone.signal, (rows) => {
    shown.push(rows);
    gone.abort(new Error("seen enough"));
  });
  await assert.rejects(Promise.resolve(demandSentences(context)), /seen enough/);
  assert.match(JSON.stringify(shown), /being made/);
});
