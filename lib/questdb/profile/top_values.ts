import type { ColumnProfile } from "./column.ts";
import { type Profiled, quoted } from "./profiled.ts";

/**
 * Fills in a text column's number of distinct values, and the most frequent ones unless nearly every
 * value is different.
 *
 * @param options `sample`: maximum number of rows that are profiled.
 */
export async function fillTopValues(
  column: ColumnProfile,
  { from, ask, sample }: Profiled & { sample: number },
): Promise<void> {
  const c = quoted(column.name);
  const counted = column.type === "BOOLEAN" || column.type === "CHAR"
    ? `select count() d from (select distinct ${c} from ${from})`
    : `select count_distinct(${c}) d from ${from}`;
  const { rows: [row] } = await ask<{ d: number }>(counted);
  column.distinct = row?.d ?? null;
  const most = Math.min(column.count, sample) * 0.9;
  if (column.distinct === null || column.distinct > 100 && column.distinct > most) return;
  const present = column.type === "BOOLEAN" ? "" : `where ${c} != null`;
  const { rows: top } = await ask<{ value: unknown; n: number }>(
    `select ${c} value, count() n from ${from} ${present} order by n desc, value limit 5`,
  );
  column.top = top.map(({ value, n }) => ({ value, count: n }));
}
