import { wavesOf } from "../math/fourier.ts";
import { logScale, plainScale } from "../math/log_scale.ts";
import { CannotFitError } from "../cannot_fit_error.ts";
import type { History } from "./history.ts";
import type { ForecastRequest } from "./method.ts";
import { anchorDay, gridTimes } from "../series/step.ts";

/** The columns of a regression on the past. */
export interface LagOptions {
  /** Lags in steps for a series' seasons; those longer than two fifths of it are left out. */
  lags: (seasons: readonly number[]) => number[];
  /** Fourier pairs of each season. */
  pairs: readonly number[];
  /** Whether logarithms are modelled, if no value is negative. @default false */
  log?: boolean;
}

/** A history on the model scale, and the columns of any time in it or after it. */
export interface LagDesign {
  /** The history, with mean 0 and deviation 1 before the first origin, then room for a horizon. */
  z: Float64Array;
  /** Largest lag: the first time that has all columns. */
  first: number;
  /** Number of columns; the first `lags` of them are lags. */
  width: number;
  lags: number;
  /** Writes the columns of time `t` to `row` from `at` on. */
  columns(t: number, row: Float64Array, at?: number): void;
  /** From the model scale to values. */
  back(z: number): number;
}

const DAY = 86_400_000;

/** Calendar columns: holidays, or the length of a month. */
function calendarColumns({ time, step, holidays }: History, count: number): Float64Array[] {
  const monthly = "months" in step;
  if (holidays.size === 0 && !monthly) return [];
  const times = gridTimes(time[0]!, count, { step, day: anchorDay(time) });
  if (monthly) {
    return [Float64Array.from(times, (at, i) => {
      const next = times[i + 1] ?? at + (at - times[i - 1]!);
      return (next - at) / DAY / step.months - 30.44;
    })];
  }
  return [Float64Array.from(times, (at) => holidays.has(Math.floor(at / DAY) * DAY) ? 1 : 0)];
}

/**
 * Prepares a regression of each value on earlier ones, Fourier waves and the calendar.
 *
 * @throws {CannotFitError} No lag fits into the history.
 */
export function lagDesign(
  history: History,
  { lags: wanted, pairs, log = false, origins, horizon }: LagOptions & ForecastRequest,
): LagDesign {
  const known = origins[0]!, length = origins.at(-1)!;
  const values = history.values.subarray(0, length);
  const scale = log ? logScale(values, known) : plainScale;
  const lags = [...new Set(wanted(history.seasons).map(Math.round))]
    .filter((lag) => lag >= 1 && lag <= 0.4 * known).sort((a, b) => a - b);
  if (lags.length === 0) throw new CannotFitError(`${known} values are too few to look back`);
  const y = values.map(scale.to);
  let mean = 0, square = 0;
  for (let t = 0; t < known; t++) mean += y[t]! / known;
  for (let t = 0; t < known; t++) square += (y[t]! - mean) ** 2 / known;
  const deviation = Math.sqrt(square) || 1;
  const z = new Float64Array(length + horizon);
  y.forEach((value, t) => z[t] = (value - mean) / deviation);
  const waves = wavesOf(history.seasons, pairs);
  const calendar = calendarColumns(history, length + horizon);
  return {
    z,
    first: lags.at(-1)!,
    width: lags.length + 2 * waves.length + calendar.length,
    lags: lags.length,
    columns(t, row, at = 0) {
      for (const lag of lags) row[at++] = z[t - lag]!;
      for (const { season, harmonic } of waves) {
        const angle = 2 * Math.PI * harmonic * t / season;
        row[at++] = Math.sin(angle);
        row[at++] = Math.cos(angle);
      }
      for (const column of calendar) row[at++] = column[t]!;
    },
    back: (value) => scale.from(value * deviation + mean),
  };
}
