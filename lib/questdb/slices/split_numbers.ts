import type { AnswerColumn, Row } from "../answer.ts";
import { kindOf, quotedName } from "./column_kind.ts";
import { nullPart, type Part, type RowsFrom, type Split, whereOf } from "./part.ts";

/** Parts that one split has at most, about. */
const PARTS = 4096;

/**
 * Splits rows into ranges of equal width of a number or a time.
 *
 * @param options `nulls`: there may be rows without a value. @default false
 */
export async function splitNumbers(
  { from, where, ask }: RowsFrom,
  column: AnswerColumn,
  { nulls = false } = {},
): Promise<Split> {
  const name = quotedName(column.name);
  const hasNulls = !/^(BYTE|SHORT)$/.test(column.type); // these have none, and count() refuses them
  const kind = kindOf(column.type);
  const value = kind === "number" ? `${name}::double` : `${name}::long`;
  const { rows: [ends] } = await ask<Ends>(
    `select min(${value}) a, max(${value}) b, count(${value}) n, count() c from ${from}${
      whereOf(where)
    }`,
  );
  const missing = Number(ends?.c ?? 0) - Number(ends?.n ?? 0);
  const none = nulls && missing > 0 ? [nullPart(column, missing)] : [];
  if (!ends || Number(ends.n) === 0) return { parts: none, joined: () => ({ where: "true" }) };
  const bins = kind === "number"
    ? doubleBins(Number(ends.a), Number(ends.b), column)
    : wholeBins(BigInt(ends.a), BigInt(ends.b), column);
  const inside = hasNulls ? [...where, `${name} != null`] : where;
  const { rows } = await ask<{ bin: number; n: number }>(
    `select ${bins.bin} bin, count() n from ${from}${whereOf(inside)}`,
  );
  const parts = rows.map(({ bin, n }): Part => ({
    rows: Number(n),
    where: bins.exactly(Number(bin)),
    tied: ends.a === ends.b,
    key: Number(bin),
  })).sort((a, b) => (a.key as number) - (b.key as number));
  return {
    parts: [...parts, ...none],
    joined(some) {
      const keys = some.map(({ key }) => key as number);
      return bins.range(Math.min(...keys), Math.max(...keys));
    },
  };
}

interface Ends {
  [name: string]: unknown;
  a: number | bigint;
  b: number | bigint;
  n: number;
  c: number;
}

interface Bins {
  /** The number of a row's part, in SQL. */
  bin: string;
  exactly(bin: number): string;
  /** A condition that the database can compile, which lets pass at least the rows of these parts. */
  range(first: number, last: number): { where: string; keep?: (row: Row) => boolean };
}

/**
 * Widths are powers of two: only then is every quotient exact, so that each row is in one part. The
 * database compares doubles with a tolerance of 1e-10, so a range is asked for with a margin, and `keep`
 * decides.
 */
function doubleBins(low: number, high: number, { name, type }: AnswerColumn): Bins {
  const c = quotedName(name);
  const most = Math.max(Math.abs(low), Math.abs(high));
  // Not finer than the numbers themselves, of which the quotient then still is a whole double.
  const finest = Math.floor(Math.log2(most)) - 53;
  const width = 2 ** Math.max(-1000, Math.ceil(Math.log2((high - low) / PARTS)), finest);
  const bin = `floor(${c}::double / ${double(width)})::long`;
  const margin = 1e-9 + most * (type === "FLOAT" ? 1e-6 : 1e-14);
  const about = (first: number, last: number) =>
    `${c} >= ${double(first * width - margin)} and ${c} <= ${double((last + 1) * width + margin)}`;
  const binOf = (cell: unknown) => {
    const value = Number(cell);
    return Math.floor((type === "FLOAT" ? Math.fround(value) : value) / width);
  };
  return {
    bin,
    exactly: (at) => `${about(at, at)} and ${bin} = ${at}`,
    range: (first, last) => ({
      where: `(${about(first, last)})`,
      keep: ({ [name]: cell }) => {
        const at = binOf(cell);
        return cell !== null && at >= first && at <= last;
      },
    }),
  };
}

function wholeBins(low: bigint, high: bigint, { name, type }: AnswerColumn): Bins {
  const c = quotedName(name);
  const isTime = kindOf(type) === "time";
  const write = (value: bigint) => isTime ? `cast(${value} as ${type})` : String(value);
  const between = (from: bigint, to: bigint) => `${c} >= ${write(from)} and ${c} <= ${write(to)}`;
  // A LONG cannot hold the width of all LONGs: then around zero, where a division cuts towards it.
  const wide = high - low >= 2n ** 62n;
  const width = wide ? 2n ** 52n : (high - low) / BigInt(PARTS) + 1n;
  const bin = wide ? `${c}::long / ${width}` : `(${c}::long - (${low})) / ${width}`;
  const first = (at: bigint) =>
    wide ? at > 0n ? at * width : (at - 1n) * width + 1n : low + at * width;
  const last = (at: bigint) =>
    wide ? at < 0n ? at * width : (at + 1n) * width - 1n : first(at + 1n) - 1n;
  const clamp = (value: bigint) => value < low ? low : value > high ? high : value;
  const range = (from: number, to: number) =>
    between(clamp(first(BigInt(from))), clamp(last(BigInt(to))));
  return {
    bin,
    exactly: (at) => range(at, at),
    range: (from, to) => ({ where: `(${range(from, to)})` }),
  };
}

/** A number that SQL reads as a DOUBLE. */
function double(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
