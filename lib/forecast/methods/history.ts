import type { FitOptions } from "../model.ts";
import type { Series } from "../series/series.ts";
import type { Step } from "../series/step.ts";
import { usualSeasons } from "../series/usual_seasons.ts";

/** A series as forecasting methods see it. */
export interface History {
  /** One for each time of `time`; NaN for gaps, which only methods that take gaps are given. */
  values: Float64Array;
  /** Epoch milliseconds. */
  time: readonly number[];
  step: Step;
  /** Season lengths in steps, ascending; empty for a series without a season. */
  seasons: readonly number[];
  /** Starts of UTC days that differ from others, epoch milliseconds, past and to come. */
  holidays: ReadonlySet<number>;
}

/**
 * Checks a series and its options, and makes them a history.
 *
 * @param options `gaps`: whether the method takes them. `id`: the model's, for messages.
 * @throws {RangeError} The series has fewer than two values or a gap, or an option is wrong.
 */
export function historyOf(
  series: Series,
  { seasons, holidays = [], gaps, id }: FitOptions & { gaps: boolean; id: string },
): History {
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
    if (isNaN(time)) {
      throw fail(`the holiday ${JSON.stringify(day)} is not a day like 2026-01-01`);
    }
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
