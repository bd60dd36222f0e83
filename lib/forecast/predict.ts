import { CannotFitError } from "./cannot_fit_error.ts";
import { intervalWidths } from "./intervals/interval_widths.ts";
import type { History } from "./methods/history.ts";
import type { ForecastRequest, Method } from "./methods/method.ts";
import { repeatSeason, repeatValue } from "./methods/repeat.ts";
import { trialOrigins } from "./methods/trial_origins.ts";
import type { Forecast } from "./model.ts";
import type { Series } from "./series/series.ts";
import { anchorDay, gridTimes } from "./series/step.ts";

/** The method of a model, and how its intervals are calibrated. */
export interface ModelMethod {
  id: string;
  method: Method;
  /** Trials that calibrate intervals; fewer for a costly method. @default 8 */
  trials?: number;
}

/** What {@linkcode predict} forecasts, and how far. */
export interface PredictOptions {
  series: Series;
  history: History;
  /** Least value that can come. */
  floor: number;
  /** Steps ahead. */
  horizon: number;
  /** Shares that intervals cover. */
  levels: readonly number[];
}

/**
 * Forecasts with intervals from the method's errors in trials inside the history.
 *
 * @throws {RangeError} The horizon or a level is wrong.
 */
export function predict(
  model: ModelMethod,
  { series, history, floor, horizon, levels }: PredictOptions,
): Forecast {
  if (!(Number.isInteger(horizon) && horizon >= 1)) {
    throw new RangeError(
      `Cannot predict ${horizon} steps: the horizon must be a whole number from 1`,
    );
  }
  const wrong = levels.find((level) => !(level > 0 && level < 1));
  if (wrong !== undefined) {
    throw new RangeError(`Cannot predict at level ${wrong}: levels are shares between 0 and 1`);
  }
  const notes: string[] = [];
  const { values } = history;
  const trial = levels.length === 0
    ? { origins: [], horizon }
    : trialOrigins(values.length, { horizon, maximum: model.trials });
  const request = { origins: [...trial.origins, values.length], horizon };
  const paths = pathsOf(model, { history, request, notes });
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
      const width = intervalWidths(residuals, { level, horizon, values, notes });
      return {
        level,
        lower: mean.map((value, q) => clamp(value - width[q]!)),
        upper: mean.map((value, q) => value + width[q]!),
      };
    }),
    notes,
  };
}

/** Forecasts of the method, or of a simpler one if it cannot be fitted or is not finite. */
function pathsOf(
  { id, method }: ModelMethod,
  { history, request, notes }: { history: History; request: ForecastRequest; notes: string[] },
): Float64Array[] {
  const [first] = history.values;
  if (history.values.every((value) => value === first)) {
    notes.push(`All values are ${first}: so is the forecast`);
    return request.origins.map(() => new Float64Array(request.horizon).fill(first!));
  }
  let why = "its forecast was not finite";
  try {
    const paths = method(history, request);
    if (paths.at(-1)!.every(Number.isFinite)) return paths;
  } catch (error) {
    if (!(error instanceof CannotFitError)) throw error;
    why = error.message;
  }
  const season = history.seasons[0];
  const seasonal = season !== undefined && history.values.length > season &&
    id !== "seasonal_naive" && !history.values.some(isNaN);
  notes.push(`${id}: ${why}; ${seasonal ? "seasonal_naive" : "naive"} answers instead`);
  return (seasonal ? repeatSeason() : repeatValue)(history, request);
}
