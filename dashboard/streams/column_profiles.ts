import { literal } from "../../lib/questdb/literal.ts";
import type { AnswerColumn } from "../../lib/questdb/answer.ts";
import { profileWith } from "../../lib/questdb/profile.ts";
import { quoted } from "../../lib/questdb/profile/profiled.ts";
import type { ColumnProfile } from "../../lib/questdb/profile/column.ts";
import type { Stream } from "../../lib/streams/stream.ts";
import type { PanelContext } from "../define_page.ts";

/** Last rows of the range that are profiled. */
const SAMPLE = 20_000;

/** Figures of every column of a stream's rows in the range, without values that are sensitive. */
export async function columnProfiles(
  { services, signal, tableOf, from, to }: PanelContext,
  stream: Stream,
): Promise<object[]> {
  const ask = <T extends Record<string, unknown>>(text: string) =>
    services.ask<T>(text, { signal });
  const table = tableOf(stream);
  const { rows: columns } = await ask<AnswerColumn & Record<string, unknown>>(
    `select "column" name, type from table_columns(${literal(table)})`,
  );
  const within = `(select * from ${quoted(table)} where timestamp >= ${
    literal(from.toISOString())
  } and timestamp < ${literal(to.toISOString())} limit -${SAMPLE})`;
  const profile = await profileWith(ask, { from: within, columns, sample: SAMPLE });
  if (profile.rows === 0) return [];
  return profile.columns.map((column) => {
    const isHidden = stream.sensitive.includes(column.name);
    return {
      column: column.name,
      type: column.type,
      empty: column.nulls / profile.rows,
      distinct: column.distinct,
      from: isHidden ? null : shown(column.min),
      to: isHidden ? null : shown(column.max),
      mean: isHidden ? null : column.mean,
      most_frequent: isHidden ? "sensitive: not shown" : topText(column),
      histogram: isHidden ? null : column.histogram?.counts ?? null,
    };
  });
}

/** Numbers and times in one column are text there. */
function shown(value: ColumnProfile["min"]): string | number | null {
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace("T", " ");
  return typeof value === "bigint" ? String(value) : value;
}

function topText({ top, count }: ColumnProfile): string | null {
  if (top.length === 0) return null;
  return top.slice(0, 3).map(({ value, count: n }) =>
    `${String(value).slice(0, 40)} (${Math.round(100 * n / count)} %)`
  ).join(", ");
}
