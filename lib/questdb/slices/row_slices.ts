import type { AnswerColumn, Row } from "../answer.ts";
import { compareValues, kindOf } from "./column_kind.ts";
import { matcherOf } from "./filter.ts";
import { orderingColumn, type SliceOptions, type Slices } from "./slices.ts";

/** Opens rows in memory for windows of them: the same rows in the same order as `openSlices` finds. */
export function rowSlices(
  all: readonly Row[],
  columns: readonly AnswerColumn[],
  { filters = [], sort }: SliceOptions = {},
): Slices {
  const matchers = filters.map((filter) => matcherOf(filter, columns));
  let rows = matchers.length === 0
    ? all
    : all.filter((row) => matchers.every((matches) => matches(row)));
  if (sort) {
    const { name, type } = orderingColumn(sort.column, columns);
    const kind = kindOf(type);
    const sign = sort.descending ? -1 : 1;
    rows = rows.toSorted(({ [name]: a }, { [name]: b }) => {
      const missing = Number(isMissing(a)) - Number(isMissing(b));
      return missing !== 0 || isMissing(a) ? missing : sign * compareValues(kind, a, b);
    });
  }
  return {
    rows: rows.length,
    fetch: (start, end) => Promise.resolve(rows.slice(Math.max(0, start), Math.max(0, end))),
  };
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}
