import type { Series } from "../series/series.ts";

/** A value of a series, and how far it is from what was expected. */
export interface JudgedValue {
  series: string;
  time: Date;
  /** Null for a gap, which is never an anomaly. */
  value: number | null;
  /** What is usual there; NaN if nothing tells. */
  expected: number;
  /** The usual range: what is outside is an anomaly. */
  lower: number;
  upper: number;
  /**
   * How many standard deviations, of normal values of the same spread, it is above what is expected; negative
   * below it; null if there is no value or nothing to compare it with. Infinite if the values never differ otherwise.
   */
  score: number | null;
  anomaly: boolean;
}

/**
 * Judges each value by what is expected and by the usual spread.
 *
 * @param at Of a value's position, both in the units of the values; a spread of 0 allows no difference.
 */
export function judgeValues(
  { id, time, value }: Series,
  { threshold, at }: {
    threshold: number;
    at: (position: number) => { expected: number; spread: number };
  },
): JudgedValue[] {
  return value.map((one, i) => {
    const { expected, spread } = at(i);
    const difference = one - expected;
    const score = difference === 0 ? 0 : difference / spread;
    return {
      series: id,
      time: new Date(time[i]!),
      value: isNaN(one) ? null : one,
      expected,
      lower: expected - threshold * spread,
      upper: expected + threshold * spread,
      score: isNaN(score) ? null : score,
      anomaly: Math.abs(score) > threshold,
    };
  });
}

/**
 * Checks what all detectors need.
 *
 * @throws {RangeError} There are fewer values than needed, one is infinite, or the threshold is not positive.
 */
export function assertJudgeable(
  { id, value }: Series,
  { threshold, least }: { threshold: number; least: number },
): void {
  const refuse = (why: string) => new RangeError(`Cannot look for anomalies in ${id}: ${why}`);
  const known = value.filter((one) => !isNaN(one)).length;
  if (known < least) {
    throw refuse(`${known} values are too few to tell what is usual: at least ${least} are needed`);
  }
  const infinite = value.findIndex((one) => Math.abs(one) === Infinity);
  if (infinite !== -1) throw refuse(`value ${infinite + 1} is ${value[infinite]}`);
  if (!(threshold > 0)) throw refuse(`a threshold of ${threshold} is not above 0`);
}
