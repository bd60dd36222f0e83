import type { Series } from "./series.ts";
import { usualSeasons } from "./usual_seasons.ts";

/**
 * How a gap is filled: with zero (nothing was counted), the value before it, a straight line
 * between its neighbours, or the value one season before (one season after, if there is none before).
 */
export type FillRule = "zero" | "previous" | "linear" | "seasonal";

/**
 * The series with its gaps filled by a named rule, and a note that says so. A gap that the rule
 * cannot fill, at an end or as long as a season, takes the nearest value.
 *
 * @throws {RangeError} The series has no values, or the rule is `seasonal` and it has no season.
 */
export function fillGaps(series: Series, rule: FillRule): Series {
  const { value } = series;
  const gaps = value.filter(isNaN).length;
  if (gaps === 0) return series;
  if (gaps === value.length) throw new RangeError(`Cannot fill ${series.id}: it has no values`);
  const filled = value.map((one, at) => isNaN(one) ? fillers[rule](at, series) : one);
  let last = filled.find((one) => !isNaN(one))!;
  const whole = filled.map((one) => last = isNaN(one) ? last : one);
  const note = `${gaps} of ${value.length} values were gaps and are filled: ${rule}`;
  return { ...series, value: whole, notes: [...series.notes, note] };
}

const fillers: Record<FillRule, (at: number, series: Series) => number> = {
  zero: () => 0,
  previous: (at, { value }) => value.findLast((one, i) => i < at && !isNaN(one)) ?? NaN,
  linear(at, { value }) {
    const left = value.findLastIndex((one, i) => i < at && !isNaN(one));
    const right = value.findIndex((one, i) => i > at && !isNaN(one));
    if (left === -1 || right === -1) return NaN;
    return value[left]! + (value[right]! - value[left]!) * (at - left) / (right - left);
  },
  seasonal(at, { id, value, step }) {
    const season = usualSeasons(step, value.length).at(-1);
    if (season === undefined) {
      throw new RangeError(`Cannot fill ${id} by season: its history holds no season twice`);
    }
    const jump = Math.round(season);
    for (let i = at - jump; i >= 0; i -= jump) if (!isNaN(value[i]!)) return value[i]!;
    for (let i = at + jump; i < value.length; i += jump) if (!isNaN(value[i]!)) return value[i]!;
    return NaN;
  },
};
