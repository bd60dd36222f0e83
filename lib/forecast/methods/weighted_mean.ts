import { rangeOf } from "../math/range.ts";
import { CannotFitError, type Method, type Problem } from "./method.ts";
import { trialOrigins } from "./trial_origins.ts";

/** How {@linkcode weighted} weighs. */
export interface WeightOptions {
  /** Weight = error to the power of minus this. @default 3 */
  power?: number;
  /** Trials that are weighed by. @default 8 */
  trials?: number;
  /** Share of the horizon that the newest trial must see. @default 1 */
  seen?: number;
}

/**
 * Method: the mean of several methods, each weighted by what it earned on trials inside the
 * history: its mean absolute error over rolling origins, to a negative power. A method that cannot be
 * fitted, or whose answer is not finite, has no weight.
 *
 * A forecast from an earlier origin is weighted without the trials whose test overlaps its own, so
 * its residual says honestly what weighing costs.
 * Source: Bates and Granger (1969) for weights by past errors.
 *
 * @throws {CannotFitError} None of the methods can be fitted.
 */
export function weighted(
  methods: readonly Method[],
  { power = 3, trials = 8, seen = 1 }: WeightOptions = {},
): Method {
  return (problem, { origins, horizon }) => {
    const length = origins.at(-1)!;
    const trial = trialOrigins(length, { horizon, most: trials, last: Math.ceil(seen * horizon) });
    const all = [...new Set([...trial.origins, ...origins])].sort((a, b) => a - b);
    const members = methods.flatMap((method) => {
      const paths = tryMethod(method, { problem, origins: all, horizon });
      return paths === undefined ? [] : [{
        path: new Map(all.map((origin, i) => [origin, paths[i]!])),
        errors: trial.origins.map((origin) =>
          errorOf(problem, {
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

interface Attempt {
  problem: Problem;
  origins: number[];
  horizon: number;
}

/** Forecasts held within one range beyond the history; undefined where the method cannot. */
function tryMethod(
  method: Method,
  { problem, origins, horizon }: Attempt,
): Float64Array[] | undefined {
  const [low, high] = rangeOf(problem.values.subarray(0, origins.at(-1)!));
  const range = high - low;
  try {
    return method(problem, { origins, horizon }).map((path) =>
      path.map((value) => Math.min(high + range, Math.max(low - range, value)))
    );
  } catch (error) {
    if (error instanceof CannotFitError) return undefined;
    throw error;
  }
}

function errorOf(
  { values }: Problem,
  { path, origin, tried }: { path: Float64Array; origin: number; tried: number },
): number {
  let sum = 0;
  for (let q = 0; q < tried; q++) sum += Math.abs(values[origin + q]! - path[q]!);
  return sum / tried;
}

/** Weights that sum to 1; equal ones where no method was tried. */
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
