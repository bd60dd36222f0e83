/** For tests: the ensemble beside four other models, on series of many kinds. */
import assert from "node:assert/strict";
import { formatTable } from "../../table.ts";
import { backtest, type BacktestRow } from "../judging/backtest.ts";
import { fillGaps } from "../series/fill_gaps.ts";
import { modelOf } from "./mod.ts";
import { type Series, seriesOf } from "../series/series.ts";
import { airPassengers, cement, dailyTrips, ignoreReal, nycTaxi, taylor } from "../testing.ts";

const RIVALS = ["seasonal_naive", "prophet", "mstl_ets", "holt_winters"];

function tail(series: Series, count: number): Series {
  return { ...series, time: series.time.slice(-count), value: series.value.slice(-count) };
}

/** The series summed over `size` steps at a time. */
function sums(series: Series, size: number, step: Series["step"]): Series {
  const count = Math.floor(series.value.length / size);
  const values = Array.from(
    { length: count },
    (_, i) => series.value.slice(i * size, (i + 1) * size).reduce((sum, value) => sum + value),
  );
  return seriesOf(values, { id: `${series.id}_sums`, start: series.time[0], step });
}

/** A series, and the cutoffs at which models are compared. */
export interface BreadthCase {
  read(): Series;
  horizon: number;
  windows: number;
  step: number;
  /** Rivals that are slightly better in the mean of these windows. */
  loses?: string[];
}

/** The same defaults on series of other kinds, at cutoffs spread over the last part of each. */
export const LONG_SERIES: BreadthCase[] = [
  {
    read: () => tail(taylor(), 2800),
    horizon: 48,
    windows: 5,
    step: 240,
    loses: ["mstl_ets"],
  },
  { read: () => tail(nycTaxi(), 4100), horizon: 48, windows: 5, step: 500 },
  { read: () => fillGaps(dailyTrips(), "linear"), horizon: 14, windows: 12, step: 63 },
];

/** The same, of at most 300 values each. */
export const SHORT_SERIES: BreadthCase[] = [
  {
    read: () => sums(fillGaps(dailyTrips(), "linear"), 7, { ms: 7 * 86_400_000 }),
    horizon: 12,
    windows: 8,
    step: 12,
    loses: ["prophet", "mstl_ets", "holt_winters"],
  },
  { read: () => sums(nycTaxi(), 48, { ms: 86_400_000 }), horizon: 14, windows: 8, step: 14 },
  { read: airPassengers, horizon: 12, windows: 8, step: 9, loses: ["holt_winters"] },
  { read: cement, horizon: 8, windows: 8, step: 5, loses: ["holt_winters"] },
];

/** Mean absolute error of each model by cutoff. */
function errorsOf(rows: BacktestRow[]): Map<string, Map<number, number>> {
  const errors = new Map<string, Map<number, number>>();
  for (const [model, own] of Map.groupBy(rows, (row) => row.model)) {
    const windows = Map.groupBy(own, (row) => row.cutoff.getTime());
    errors.set(
      model,
      new Map([...windows].map(([cutoff, part]) => [
        cutoff,
        part.reduce((sum, row) => sum + Math.abs(row.y! - row.yhat), 0) / part.length,
      ])),
    );
  }
  return errors;
}

/**
 * Declares a test for each case: at no series is the ensemble worse than its rivals.
 *
 * @returns Errors of rivals divided by those of the ensemble, one for each cutoff; filled by the tests.
 */
export function testBreadth(cases: readonly BreadthCase[]): Map<string, number[]> {
  const ratios = new Map(RIVALS.map((id): [string, number[]] => [id, []]));
  for (const { read, loses = [], ...options } of ignoreReal ? [] : cases) {
    const series = read();
    Deno.test(`ensemble against four others at ${options.windows} cutoffs of ${series.id}`, async () => {
      const models = [...RIVALS, "ensemble"].map(modelOf);
      const { rows, scores, failures } = await backtest(series, models, { ...options, jobs: 2 });
      const errors = errorsOf(rows), own = errors.get("ensemble")!;
      const table = scores.map(({ model, mase, smape, coverage, seconds }) => ({
        model,
        mase: mase!.toFixed(3),
        smape: smape!.toFixed(2),
        coverage: coverage!.toFixed(2),
        seconds: seconds.toFixed(2),
        ensemble_wins: [...errors.get(model)!].filter(([at, error]) => own.get(at)! < error).length,
      }));
      console.log(`${series.id}, ${series.value.length} values\n${formatTable(table)}`);
      assert.deepEqual(failures, []);
      const mase = (id: string) => scores.find(({ model }) => model === id)!.mase!;
      for (const id of RIVALS) {
        for (const [at, error] of errors.get(id)!) ratios.get(id)!.push(error / own.get(at)!);
        // If it does not win, it stays close.
        const bound = loses.includes(id) ? 1.3 * mase(id) : mase(id);
        assert.ok(mase("ensemble") <= bound, `${mase("ensemble")}, ${id} has ${mase(id)}`);
      }
    });
  }
  return ratios;
}
