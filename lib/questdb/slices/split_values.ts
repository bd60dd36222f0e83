import type { AnswerColumn } from "../answer.ts";
import { literal } from "../literal.ts";
import { quotedName } from "./column_kind.ts";
import { nullPart, type Part, type RowsFrom, type Split, whereOf } from "./part.ts";

/** Splits rows into one part for each value of a column that has few. */
export async function splitValues(
  { from, where, ask }: RowsFrom,
  column: AnswerColumn,
): Promise<Split> {
  const name = quotedName(column.name);
  const { rows } = await ask<{ v: string | boolean | null; n: number }>(
    `select ${name} v, count() n from ${from}${whereOf(where)}`,
  );
  const parts = rows.filter(({ v }) => v !== null)
    .map(({ v, n }): Part => ({
      rows: Number(n),
      where: `${name} = ${literal(v)}`,
      tied: true,
      key: v,
    }))
    .sort(({ key: a }, { key: b }) => a! < b! ? -1 : 1);
  const none = rows.find(({ v }) => v === null);
  return {
    parts: none ? [...parts, nullPart(column, Number(none.n))] : parts,
    joined: (some) => ({ where: `(${some.map(({ where }) => where).join(" or ")})` }),
  };
}

/** Whether a column has so few different values that each can be a part. */
export async function hasFewValues(
  { from, where, ask }: RowsFrom,
  { name }: AnswerColumn,
): Promise<boolean> {
  const { rows: [row] } = await ask<{ n: number }>(
    `select count_distinct(${quotedName(name)}) n from ${from}${whereOf(where)}`,
  );
  return Number(row?.n ?? 0) <= 2000;
}
