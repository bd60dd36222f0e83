import type { Series } from "./series/series.ts";

/** What a model is given besides the series. */
export interface FitOptions {
  /** Season lengths in steps. @default those usual for the step that the history holds twice */
  seasons?: readonly number[];
  /** Least value that can come, for counts. @default 0 if no value is negative, else none */
  floor?: number;
  /** UTC days (`YYYY-MM-DD`) that differ from others, past and to come. @default none */
  holidays?: readonly string[];
}

/** An interval that is to cover the share `level` of the values to come, `horizon` long. */
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
  /** Says if a simpler method stood in, or if interval widths could not be measured. */
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
