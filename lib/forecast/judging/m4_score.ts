import { messageOf } from "../../errors.ts";
import { noProgress, type Progress } from "../../progress.ts";
import type { Failure } from "./backtest.ts";
import type { M4Case } from "./m4_files.ts";
import type { Model } from "../model.ts";
import { openPool, type PoolOptions } from "../workers/forecast_pool.ts";
import { judge, meanMetrics, type Metrics } from "./judge.ts";

/** Season of M4's hourly series, by which errors are scaled. */
const SEASON = 24;

/** Workers and progress of {@linkcode scoreM4}. */
export interface M4ScoreOptions extends PoolOptions {
  /** @default nothing is shown */
  progress?: Progress;
}

/** Metrics of one model. */
export interface M4Score extends Metrics {
  /** Number of series it was judged on. */
  series: number;
  /** Mean seconds of fit and forecast of one series, measured in the thread that did it. */
  seconds: number;
}

/** Scores by model id, in the order of the models; null if a model failed on every series. */
export interface M4Scores {
  models: Map<string, M4Score | null>;
  failures: Failure[];
}

/**
 * Scores models on M4's hourly series: one forecast each from the end of the training part, without
 * options. Metrics are means over series, OWA the mean of two ratios to Naive2 on the same series
 * (Makridakis, Spiliotis and Assimakopoulos, 2020). A model that fails on a series is skipped there.
 */
export async function scoreM4(
  cases: readonly M4Case[],
  models: readonly Model[],
  { progress = noProgress, signal, ...options }: M4ScoreOptions = {},
): Promise<M4Scores> {
  using pool = openPool({ signal, ...options });
  let done = 0;
  const judged = await Promise.all(cases.flatMap((one) =>
    models.map(async (model) => {
      try {
        return { model: model.id, ...await judgeCase(one, model) };
      } catch (error) {
        signal?.throwIfAborted();
        const failure = { series: one.train.id, model: model.id, reason: messageOf(error) };
        progress.log(`${failure.series}, ${failure.model}: ${failure.reason}`);
        return failure;
      } finally {
        if (!signal?.aborted) progress.update("forecasts", ++done, cases.length * models.length);
      }
    })
  ));
  progress.done();
  const scores = models.map(({ id }): [string, M4Score | null] => {
    const own = judged.flatMap((one) => one.model === id && "seconds" in one ? [one] : []);
    if (own.length === 0) return [id, null];
    const seconds = own.reduce((sum, one) => sum + one.seconds, 0) / own.length;
    const measures = meanMetrics(own.map(({ judgement }) => judgement));
    return [id, { series: own.length, ...measures, seconds }];
  });
  return {
    models: new Map(scores),
    failures: judged.flatMap((one) => "reason" in one ? [one] : []),
  };

  async function judgeCase({ train, actual }: M4Case, model: Model) {
    const job = { series: train, model, horizon: actual.length, levels: [0.95] };
    const { forecast: { mean, intervals }, seconds } = await pool.forecast(job);
    const values = Float64Array.from(train.value);
    const interval = intervals[0]!;
    return {
      seconds,
      judgement: judge({ train: values, actual, mean, interval, season: SEASON }),
    };
  }
}
