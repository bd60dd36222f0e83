import type { Method } from "./methods/method.ts";
import { predict } from "./predict.ts";
import { problemOf } from "./methods/history.ts";
import type { Series } from "./series/series.ts";

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
