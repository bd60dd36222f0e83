import {
  type Experiment,
  experiment,
  modelOf,
  type Score,
  type Series,
  verdict,
} from "../../../lib/forecast/mod.ts";
import { roundFigure } from "../../../lib/forecast/judging/round_figure.ts";
import { rounded, timeText } from "../../../lib/numbers.ts";
import { sharedWork } from "../parts/shared_work.ts";

/** Hours ahead, and of each forecast of the back-test. */
export const HORIZON = 24;
/** Shares that the intervals are to cover; the last one is judged. */
export const LEVELS = [0.5, 0.9] as const;
const LEVEL = LEVELS[1];
/** Forecasts of the back-test for each model, if the history is long enough. */
const WINDOWS = 3;
/** A day and a week, in hours. */
const SEASONS = [24, 168];
/** Models that fit two seasons of four weeks in a few seconds, and the yardstick. */
const MODELS = ["seasonal_naive", "fourier_lags", "mstl_ets"].map(modelOf);
/** Hours of history that a back-test needs: two days to learn from, and a forecast to be judged. */
export const LEAST = 2 * SEASONS[0]! + 1 + HORIZON;
/** Milliseconds for which the worker waits for the next hour's forecast. */
const LINGER = 10 * 60_000;

const shared = sharedWork<Experiment>();

/**
 * Back-tests the quick models on the end of the series and forecasts the next day with the best of them, in a
 * worker, so that the server goes on. The same series is forecast once for all panels and viewers.
 *
 * @returns undefined if the series is shorter than {@linkcode LEAST} hours.
 */
export async function forecastDemand(
  series: Series,
  signal: AbortSignal,
): Promise<Experiment | undefined> {
  const { value, time } = series;
  if (value.length < LEAST) return undefined;
  const windows = Math.min(WINDOWS, Math.floor((value.length - LEAST) / HORIZON) + 1);
  const learned = value.length - windows * HORIZON;
  return await shared.get(
    `${time[0]} ${value.join(" ")}`,
    (signal) =>
      experiment([series], MODELS, {
        horizon: HORIZON,
        windows,
        level: LEVEL,
        levels: LEVELS,
        seasons: SEASONS.filter((season) => 2 * season < learned),
        jobs: 1,
        linger: LINGER,
        signal,
      }),
    signal,
  );
}

/** The models' scores as rows of a table, the best first. */
export function scoreRows({ judged }: Experiment): Record<string, unknown>[] {
  const yardstick = judged.scores.find(({ model }) => model === "seasonal_naive")?.mae;
  return judged.scores.map(({ model, mae, mase, coverage, seconds }: Score) => ({
    model,
    error: roundFigure(mae),
    against: mae === null || !yardstick ? null : thousandths(mae / yardstick - 1),
    mase: roundFigure(mase),
    coverage: coverage === null ? null : thousandths(coverage),
    seconds: thousandths(seconds),
  }));
}

const thousandths = (share: number) => Number(share.toFixed(3));

/** What the forecast is, for a reader: one sentence in each row. */
export function forecastSentences(
  series: Series | undefined,
  found: Experiment | undefined,
): { text: string }[] {
  const hours = series?.value.length ?? 0;
  if (!series || !found) {
    return [{
      text: `A forecast needs ${LEAST} whole hours of trips before the end of the period; ` +
        `there ${hours === 1 ? "is" : "are"} ${rounded(hours)}.`,
    }, { text: "Run deno task ingest taxi --simulate --limit 200000 for ten simulated days." }];
  }
  const { best, judged, notes } = found;
  const { coverage, windows } = judged.scores.find(({ model }) => model === best)!;
  const last = timeText(new Date(series.time.at(-1)!));
  const held = coverage === null
    ? ""
    : ` Its ${100 * LEVEL} % interval held ${
      rounded(Number((100 * coverage).toFixed(1)))
    } % of them.`;
  return [
    { text: `${verdict(found)} trips an hour.` },
    {
      text: `Judged on the ${
        windows * HORIZON
      } hours before the forecast, ${HORIZON} at a time.${held}`,
    },
    { text: `It learned from ${rounded(hours)} hours up to ${last}, Chicago's clock.` },
    ...notes.map((text) => ({ text })),
  ];
}
