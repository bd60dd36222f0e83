import { halfWidths } from "./conformal.ts";
import { CannotFitError, type Method, type Problem } from "./method.ts";
import { trialOrigins } from "./origins.ts";
import { repeatSeason, repeatValue } from "./repeat.ts";
import type { Series } from "./series.ts";
import { anchorDay, gridTimes, usualSeasons } from "./step.ts";

/** What a model is told beside the series. */
export interface FitOptions {
  /** Season lengths in steps. @default those usual for the step that the history holds twice */
  seasons?: readonly number[];
  /** Least value that can come, for counts. @default 0 where no value is negative, else none */
  floor?: number;
  /** UTC days (`YYYY-MM-DD`) that differ from others, past and to come. @default none */
  holidays?: readonly string[];
}

/** An interval that holds the share `level` of what comes. */
export interface Interval {
  level: number;
  lower: number[];
  upper: number[];
}

/** Values to come, `horizon` long; always finite. */
export interface Forecast {
  /** Epoch milliseconds. */
  time: number[];
  mean: number[];
  intervals: Interval[];
  /** Where another method had to answer, or widths could not be measured. */
  notes: string[];
}

/** A model with its history. */
export interface Fitted {
  /**
   * @param horizon Steps ahead, a whole number of at least 1.
   * @param levels Shares that intervals cover, between 0 and 1. @default 0.8 and 0.95
   */
  predict(horizon: number, levels?: readonly number[]): Forecast;
}

/** A way to forecast, the same for every series and without randomness. */
export interface Model {
  readonly id: string;
  /**
   * @throws {RangeError} The series has fewer than two values or a gap, or an option is wrong.
   */
  fit(series: Series, options?: FitOptions): Promise<Fitted>;
}

/** What makes a model of a method. */
export interface ModelSpec {
  id: string;
  method: Method;
  /** Loads what the method needs. @default nothing */
  prepare?: () => Promise<void>;
  /** Whether the method takes gaps. @default false */
  gaps?: boolean;
  /** Trials that calibrate intervals; fewer for a costly method. @default 8 */
  trials?: number;
}

/** Makes a {@linkcode Model}: checks, intervals, the floor and the fall-back are the same for all. */
export function defineModel(spec: ModelSpec): Model {
  return {
    id: spec.id,
    async fit(series, options = {}) {
      const problem = problemOf(series, { ...options, gaps: spec.gaps ?? false, id: spec.id });
      await spec.prepare?.();
      const floor = options.floor ?? (problem.values.some((value) => value < 0) ? -Infinity : 0);
      return {
        predict: (horizon, levels = [0.8, 0.95]) =>
          predict(spec, { series, problem, floor, horizon, levels }),
      };
    },
  };
}

function problemOf(
  series: Series,
  { seasons, holidays = [], gaps, id }: FitOptions & { gaps: boolean; id: string },
): Problem {
  const values = Float64Array.from(series.value);
  const known = values.filter((value) => !isNaN(value)).length;
  const fail = (why: string) => new RangeError(`Cannot fit ${id} to ${series.id}: ${why}`);
  if (known < 2) throw fail(`${known} of ${values.length} values are known, at least 2 are needed`);
  if (values.some((value) => Math.abs(value) === Infinity)) throw fail("a value is infinite");
  if (known < values.length && !gaps) {
    throw fail(`${values.length - known} values are missing. Fill them first, with fillGaps`);
  }
  const wrong = seasons?.find((season) => !(season >= 2 && season < Infinity));
  if (wrong !== undefined) throw fail(`a season of ${wrong} steps; it must be 2 or more`);
  const days = holidays.map((day) => {
    const time = Date.parse(`${day}T00:00:00Z`);
    if (isNaN(time)) throw fail(`the holiday ${JSON.stringify(day)} is no day like 2026-01-01`);
    return time;
  });
  return {
    values,
    time: series.time,
    step: series.step,
    seasons: seasons === undefined
      ? usualSeasons(series.step, values.length)
      : [...new Set(seasons)].sort((a, b) => a - b),
    holidays: new Set(days),
  };
}

interface Prediction {
  series: Series;
  problem: Problem;
  floor: number;
  horizon: number;
  levels: readonly number[];
}

function predict(
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

interface Widths {
  level: number;
  horizon: number;
  values: Float64Array;
  notes: string[];
}

/** Half widths from the trials; those of a random walk where no trial could be made. */
function widthsOf(residuals: Float64Array[], { level, horizon, values, notes }: Widths) {
  const whole = residuals.flatMap(withoutGaps);
  if (whole.length > 0) return halfWidths(whole, { level, horizon });
  const note = "No trial could be made: intervals are those of a random walk";
  if (!notes.includes(note)) notes.push(note);
  const known = values.filter((value) => !isNaN(value));
  const moves = known.subarray(1).map((value, i) => Math.abs(value - known[i]!));
  return halfWidths([...moves].map((move) => Float64Array.of(move)), { level, horizon });
}

/** Residuals whose gaps hold the mean of the others; none where all are gaps. */
function withoutGaps(row: Float64Array): Float64Array[] {
  const known = row.filter(Number.isFinite);
  if (known.length === 0) return [];
  const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
  return [row.map((one) => Number.isFinite(one) ? one : mean)];
}
