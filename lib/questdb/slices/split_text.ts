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
 * @param options `nulls`: there may be rows without a text. @default false. `alike`: it is known that
 * all begin alike. @default false
 */
export async function splitText(
  { from, where, ask }: RowsFrom,
  column: AnswerColumn,
  { nulls = false, alike = false } = {},
): Promise<Split> {
  const text = textOf(column);
  const left = (length: number) => `left(${text}, ${length})`;
  const counts = async (length: number) => {
    const query = `select ${left(length)} v, count() n from ${from}${whereOf(where)}`;
    return (await ask<{ v: string | null; n: number }>(query)).rows;
  };
  let [length, isOne] = [MORE, false];
  let rows = alike ? [] : await counts(length);
  const known = rows.filter(({ v }) => v !== null);
  if (alike || known.length === 1 && known[0]!.v!.length === MORE) {
    const { rows: [ends] } = await ask<{ a: string | null; b: string | null }>(
      `select min(${text}) a, max(${text}) b from ${from}${whereOf(where)}`,
    );
    const [first, last] = [ends?.a ?? "", ends?.b ?? ""];
    isOne = first === last;
    // What they have in common tells nothing apart.
    length = commonStart(first, last).length + MORE;
    rows = await counts(length);
  }
  const begin = left(length);
  const parts = rows.filter(({ v }) => v !== null).map(({ v, n }) => ({
    rows: Number(n),
    where: `${begin} = ${literal(v)}`,
    // A shorter one is the whole text.
    tied: v!.length < length || isOne,
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
