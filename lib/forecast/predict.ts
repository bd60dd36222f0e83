import { CannotFitError, type Problem } from "./methods/method.ts";
import type { Forecast, ModelSpec } from "./model.ts";
import { trialOrigins } from "./methods/trial_origins.ts";
import { repeatSeason, repeatValue } from "./methods/repeat.ts";
import type { Series } from "./series/series.ts";
import { anchorDay, gridTimes } from "./series/step.ts";
import { widthsOf } from "./intervals/interval_widths.ts";

/** What {@linkcode predict} is asked. */
export interface Prediction {
  series: Series;
  problem: Problem;
  /** Least value that can come. */
  floor: number;
  /** Steps ahead. */
  horizon: number;
  /** Shares that intervals cover. */
  levels: readonly number[];
}

/**
 * Forecasts with intervals made of the method's errors on trials inside the history.
 *
 * @throws {RangeError} The horizon or a level is wrong.
 */
export function predict(
  spec: ModelSpec,
  { series, problem, floor, horizon, levels }: Prediction,
): Forecast {
  if (!(Number.isInteger(horizon) && horizon >= 1)) {
    throw new RangeError(
      `Cannot predict ${horizon} steps: the horizon is a whole number from 1 on`,
    );
  }
  const wrong = levels.find((level) => !(level > 0 && level < 1));
  if (wrong !== undefined) {
    throw new RangeError(`Cannot predict at level ${wrong}: levels are shares between 0 and 1`);
  }
  const notes: string[] = [];
  const { values } = problem;
  const trial = levels.length === 0
    ? { origins: [], horizon }
    : trialOrigins(values.length, { horizon, most: spec.trials });
  const ask = { origins: [...trial.origins, values.length], horizon };
  const paths = answer(spec, { problem, ask, notes });
  const clamp = (value: number) => Math.max(floor, value);
  const mean = Array.from(paths.at(-1)!, clamp);
  const residuals = trial.origins.map((origin, i) =>
    Float64Array.from(
      { length: trial.horizon },
      (_, q) => Math.abs(values[origin + q]! - clamp(paths[i]![q]!)),
    )
  );
  const grid = { step: series.step, day: anchorDay(series.time) };
  const times = gridTimes(series.time[0]!, values.length + horizon, grid);
  return {
    time: times.slice(values.length),
    mean,
    intervals: levels.map((level) => {
      const width = widthsOf(residuals, { level, horizon, values, notes });
      return {
        level,
        lower: mean.map((value, q) => clamp(value - width[q]!)),
        upper: mean.map((value, q) => value + width[q]!),
      };
    }),
    notes,
  };
}

interface Answer {
  problem: Problem;
  ask: { origins: number[]; horizon: number };
  notes: string[];
}

/** Forecasts of the method, or of a simpler one where it cannot or its answer is not finite. */
function answer(spec: ModelSpec, { problem, ask, notes }: Answer): Float64Array[] {
  const [first] = problem.values;
  if (problem.values.every((value) => value === first)) {
    notes.push(`All values are ${first}: so is the forecast`);
    return ask.origins.map(() => new Float64Array(ask.horizon).fill(first!));
  }
  let why = "its answer was not finite";
  try {
    const paths = spec.method(problem, ask);
    if (paths.at(-1)!.every(Number.isFinite)) return paths;
  } catch (error) {
    if (!(error instanceof CannotFitError)) throw error;
    why = error.message;
  }
  const season = problem.seasons[0];
  const seasonal = season !== undefined && problem.values.length > season &&
    spec.id !== "seasonal_naive" && !problem.values.some(isNaN);
  notes.push(`${spec.id}: ${why}; ${seasonal ? "seasonal_naive" : "naive"} answers instead`);
  return (seasonal ? repeatSeason() : repeatValue)(problem, ask);
}
