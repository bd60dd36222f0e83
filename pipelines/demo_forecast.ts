/** The demo's forecast: GitHub events in the next ten minutes, with the score of a back-test. */
import { experiment, modelOf, seriesFrom, verdict } from "../lib/forecast/mod.ts";
import type { Questdb } from "../lib/questdb/client.ts";
import { githubEvents } from "../lib/feeds/mod.ts";

const MODELS = ["seasonal_naive", "theta", "ensemble"];

/** The demo's report on its forecast. */
export interface DemoForecast {
  /** The best model in the back-test. */
  model: string;
  /** Its mean absolute error in the back-test, in events a minute. */
  mae: number;
  /** Seasonal naive's mean absolute error on the same windows. */
  naiveMae: number;
  /** Minutes ahead. */
  horizon: number;
  /** Number of back-tests of each model. */
  windows: number;
  /** Total number of events expected in these minutes. */
  expected: number;
  /** All of this in a sentence. */
  sentence: string;
}

/** Forecasts events per minute. Undefined if the table holds under 45 minutes of them. */
export async function demoForecast(
  { sql }: Questdb,
  signal: AbortSignal,
): Promise<DemoForecast | undefined> {
  // The last day is enough, and the last minute may be incomplete.
  const rows = await sql`
    select timestamp, count() events from ${githubEvents}
    where timestamp > (select dateadd('d', -1, max(timestamp)) from ${githubEvents})
    sample by 1m fill(0)`;
  if (rows.length < 45) return undefined;
  const horizon = 10, windows = 3;
  const series = seriesFrom(rows, { time: "timestamp", value: "events", last: "drop" });
  const options = { horizon, windows, level: 0.95, signal };
  const found = await experiment(series, MODELS.map(modelOf), options);
  const [best, naive] = [found.best, "seasonal_naive"].map((id) =>
    found.judged.scores.find(({ model }) => model === id)!
  );
  const expected = Math.round(
    found.coming.filter(({ model }) => model === found.best)
      .reduce((sum, { yhat }) => sum + yhat, 0),
  );
  const sentence = `GitHub: about ${expected} events in the next ${horizon} minutes. ` +
    `${verdict(found)} (${windows} back-tests of ${horizon} minutes)`;
  const errors = { mae: best!.mae!, naiveMae: naive!.mae! };
  return { model: found.best, ...errors, horizon, windows, expected, sentence };
}
