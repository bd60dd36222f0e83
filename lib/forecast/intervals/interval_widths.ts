import { halfWidths } from "./conformal.ts";

/** Level, horizon and history of the intervals of {@linkcode intervalWidths}. */
export interface IntervalWidthOptions {
  /** Share that the interval covers. */
  level: number;
  /** Steps ahead. */
  horizon: number;
  /** The history. */
  values: Float64Array;
  /** Receives a note if no trial could be made. */
  notes: string[];
}

/** Half widths from the trials; those of a random walk if no trial could be made. */
export function intervalWidths(
  residuals: Float64Array[],
  { level, horizon, values, notes }: IntervalWidthOptions,
) {
  const whole = residuals.flatMap(withoutGaps);
  if (whole.length > 0) return halfWidths(whole, { level, horizon });
  const note = "No trial could be made: intervals are those of a random walk";
  if (!notes.includes(note)) notes.push(note);
  const known = values.filter((value) => !isNaN(value));
  const moves = known.subarray(1).map((value, i) => Math.abs(value - known[i]!));
  return halfWidths([...moves].map((move) => Float64Array.of(move)), { level, horizon });
}

/** Residuals with gaps filled by the mean of the others; none if all are gaps. */
function withoutGaps(row: Float64Array): Float64Array[] {
  const known = row.filter(Number.isFinite);
  if (known.length === 0) return [];
  const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
  return [row.map((one) => Number.isFinite(one) ? one : mean)];
}
