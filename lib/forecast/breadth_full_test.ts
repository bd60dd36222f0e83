import assert from "node:assert/strict";
import { formatTable } from "../table.ts";
import { backtest } from "./backtest.ts";
import type { Score } from "./scores.ts";
import { modelOf } from "./models/mod.ts";
import type { Series } from "./series.ts";
import { airPassengers, cement, dailyTrips, ignoreReal, nycTaxi, taylor } from "./testing.ts";

const ids = ["naive", "prophet", "mstl_ets", "holt_winters", "gaussian_process", "ensemble"];

function tail(series: Series, count: number): Series {
  return { ...series, time: series.time.slice(-count), value: series.value.slice(-count) };
}

/** The same defaults on five series of other kinds; the table shows wins and losses alike. */
const cases: [() => Series, { horizon: number; windows: number }][] = [
  [taylor, { horizon: 48, windows: 6 }],
  [() => tail(nycTaxi(), 4032), { horizon: 48, windows: 6 }],
  [dailyTrips, { horizon: 14, windows: 6 }],
  [airPassengers, { horizon: 12, windows: 4 }],
  [cement, { horizon: 8, windows: 4 }],
];

for (const [read, options] of ignoreReal ? [] : cases) {
  const series = read();
  Deno.test(`ensemble beats seasonal_naive and prophet on ${series.id}`, async () => {
    const { scores, failures } = await backtest(series, ids.map(modelOf), options);
    const rows = scores.map(({ model, mae, mase, smape, coverage, seconds }) => ({
      model,
      mae: mae!.toFixed(1),
      mase: mase!.toFixed(3),
      smape: smape!.toFixed(2),
      coverage: coverage!.toFixed(2),
      seconds: seconds.toFixed(2),
    }));
    console.log(`${series.id}\n${formatTable(rows)}`);
    assert.deepEqual(failures, []);
    const of = (id: string) => scores.find(({ model }) => model === id) as Score;
    assert.ok(of("ensemble").mase! < of("seasonal_naive").mase!);
    assert.ok(of("ensemble").mase! < of("prophet").mase!);
  });
}
