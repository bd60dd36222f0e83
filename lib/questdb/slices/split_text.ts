import type { AnswerColumn } from "../answer.ts";
import { literal } from "../literal.ts";
import { textOf } from "./column_kind.ts";
import { startsWith } from "./patterns.ts";
import { nullPart, type RowsFrom, type Split, whereOf } from "./part.ts";

/** Characters after what all values begin with, by which they are told apart. */
const MORE = 3;

/**
 * Splits rows by how their texts begin.
 *
 * @param options `nulls`: there may be rows without a text. @default false
 */
export async function splitText(
  { from, where, ask }: RowsFrom,
  column: AnswerColumn,
  { nulls = false } = {},
): Promise<Split> {
  const text = textOf(column);
  const { rows: [ends] } = await ask<{ a: string | null; b: string | null }>(
    `select min(${text}) a, max(${text}) b from ${from}${whereOf(where)}`,
  );
  const [first, last] = [ends?.a ?? "", ends?.b ?? ""];
  const same = commonStart(first, last).length;
  const begin = `left(${text}, ${same + MORE})`;
  const { rows } = await ask<{ v: string | null; n: number }>(
    `select ${begin} v, count() n from ${from}${whereOf(where)}`,
  );
  const parts = rows.filter(({ v }) => v !== null).map(({ v, n }) => ({
    rows: Number(n),
    where: `${begin} = ${literal(v)}`,
    // A shorter one is the whole text.
    tied: v!.length < same + MORE || first === last,
    key: v,
  })).sort(({ key: a }, { key: b }) => a! < b! ? -1 : 1);
  const none = nulls ? rows.find(({ v }) => v === null) : undefined;
  return {
    parts: none ? [...parts, nullPart(column, Number(none.n))] : parts,
    joined(some) {
      const keys = some.map(({ key }) => key as string);
      const where = `${begin} in (${keys.map(literal).join(", ")})`;
      const all = commonStart(keys[0]!, keys.at(-1)!);
      // LIKE looks at fewer bytes than left() and drops most rows first.
      return { where: all === "" ? where : `${text} like ${startsWith(all)} and ${where}` };
    },
  };
}

/** What two texts begin with. */
function commonStart(a: string, b: string): string {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return a.slice(0, same);
}
