import { rangeOf } from "../math/range.ts";
import { CannotFitError } from "../cannot_fit_error.ts";
import type { History } from "./history.ts";
import type { Method } from "./method.ts";
import { trialOrigins } from "./trial_origins.ts";

/** How {@linkcode weightedMean} turns past errors into weights. */
export interface WeightOptions {
  /** Each weight is the error to the power of minus this. @default 3 */
  power?: number;
  /** Number of trials. @default 8 */
  trials?: number;
  /** Share of the horizon that must be known after the newest trial's origin. @default 1 */
  seen?: number;
}

/**
 * Method: the mean of several methods, each weighted by its mean absolute error over rolling origins
 * inside the history, to a negative power. A method that cannot be fitted, or whose forecast is not
 * finite, has no weight.
 *
 * A forecast from an earlier origin is weighted without the trials that overlap it, so its residual
 * includes the cost of choosing weights.
 * Source: Bates and Granger (1969) for weights by past errors.
 *
 * @throws {CannotFitError} None of the methods can be fitted.
 */
export function weightedMean(
  methods: readonly Method[],
  { power = 3, trials = 8, seen = 1 }: WeightOptions = {},
): Method {
  return (history, { origins, horizon }) => {
    const length = origins.at(-1)!;
    const trial = trialOrigins(length, {
      horizon,
      maximum: trials,
      last: Math.ceil(seen * horizon),
    });
    const all = [...new Set([...trial.origins, ...origins])].sort((a, b) => a - b);
    const members = methods.flatMap((method) => {
      const paths = tryMethod(method, { history, origins: all, horizon });
      return paths === undefined ? [] : [{
        path: new Map(all.map((origin, i) => [origin, paths[i]!])),
        errors: trial.origins.map((origin) =>
          errorOf(history, {
            path: paths[all.indexOf(origin)]!,
            origin,
            tried: Math.min(trial.horizon, length - origin),
          })
        ),
      }];
    });
    if (members.length === 0) throw new CannotFitError("none of its members can be fitted");
    return origins.map((origin) => {
      const fair = trial.origins.map((other) =>
        origin === length || Math.abs(other - origin) >= trial.horizon
      );
      const means = members.map(({ errors }) => {
        const used = errors.filter((error, i) => fair[i] && !isNaN(error));
        return used.reduce((sum, error) => sum + error, 0) / used.length;
      });
      const paths = members.map(({ path }) => path.get(origin)!);
      return combine(paths, weightsOf(means, { paths, power }));
    });
  };
}

interface MethodCall {
  history: History;
  origins: number[];
  horizon: number;
}

/** Forecasts, clamped to one range beyond the history; undefined if the method cannot be fitted. */
function tryMethod(
  method: Method,
  { history, origins, horizon }: MethodCall,
): Float64Array[] | undefined {
  const [low, high] = rangeOf(history.values.subarray(0, origins.at(-1)!));
  const range = high - low;
  try {
    return method(history, { origins, horizon }).map((path) =>
      path.map((value) => Math.min(high + range, Math.max(low - range, value)))
    );
  } catch (error) {
    if (error instanceof CannotFitError) return undefined;
    throw error;
  }
}

function errorOf(
  { values }: History,
  { path, origin, tried }: { path: Float64Array; origin: number; tried: number },
): number {
  let sum = 0;
  for (let q = 0; q < tried; q++) sum += Math.abs(values[origin + q]! - path[q]!);
  return sum / tried;
}

/** Weights that sum to 1; equal ones if no method was tried. */
function weightsOf(
  means: number[],
  { paths, power }: { paths: Float64Array[]; power: number },
): number[] {
  const usable = paths.map((path) => path.every(Number.isFinite));
  const least = Math.min(...means.filter((mean, i) => usable[i] && !isNaN(mean)));
  const raw = means.map((mean, i) => {
    if (!usable[i]) return 0;
    if (least === Infinity) return 1;
    return isNaN(mean) ? 0 : mean === least ? 1 : (least / mean) ** power;
  });
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

function combine(paths: Float64Array[], weights: number[]): Float64Array {
  return paths[0]!.map((_, q) =>
    paths.reduce((sum, path, i) => weights[i] === 0 ? sum : sum + weights[i]! * path[q]!, 0)
  );
}
