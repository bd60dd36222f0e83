import type { AnswerColumn, Row } from "../answer.ts";
import { compareValues, kindOf } from "./column_kind.ts";
import { type Part, type RowsFrom, type Split, whereOf } from "./part.ts";
import { splitNumbers } from "./split_numbers.ts";
import { splitText } from "./split_text.ts";
import { hasFewValues, splitValues } from "./split_values.ts";

/** A column by which rows are ordered. */
export interface Ordering {
  column: AnswerColumn;
  descending: boolean;
  /** Rows with near values that are fetched and ordered at once. @default 20_000 */
  most?: number;
  /** Rows that are fetched together, if there are fewer with near values. @default 4000 */
  run?: number;
}

/** Runs of rows that are kept. */
const KEPT = 16;

/** Neighbouring parts that are fetched together, or one that is too large for that. */
interface Chunk {
  parts: Part[];
  rows: number;
  /** How a large part is split further. */
  split?: Promise<Chunks>;
}

interface Chunks {
  split: Split;
  chunks: Chunk[];
}

/**
 * Rows in the order of a column, of which any window can be fetched at once, however many there are.
 * QuestDB cannot skip to the middle of an order: five of ten million rows took 70 s. It is fast at
 * counting the rows in ranges of values; so counts find the ranges that a window lies in, and only
 * these are fetched and ordered here.
 *
 * Equal values stay in the order of the table, and nulls come last, ascending and descending.
 *
 * @returns A function that fetches the rows from `start` to before `end`.
 */
export function orderedRows(
  source: RowsFrom,
  { column, descending, most = 20_000, run: together = 4000 }: Ordering,
): (start: number, end: number) => Promise<Row[]> {
  const kind = kindOf(column.type);
  const runs = new Map<string, Promise<Row[]>>();
  let root: Promise<Chunks> | undefined;

  async function within({ split, chunks }: Chunks, start: number, end: number): Promise<Row[]> {
    const found: Row[] = [];
    let before = 0;
    for (const chunk of chunks) {
      const [from, to] = [Math.max(0, start - before), Math.min(chunk.rows, end - before)];
      if (from < to) found.push(...await rowsOf(chunk, split, from, to));
      before += chunk.rows;
      if (before >= end) break;
    }
    return found;
  }

  async function rowsOf(chunk: Chunk, split: Split, start: number, end: number): Promise<Row[]> {
    const [part] = chunk.parts;
    if (part!.tied) {
      const { rows } = await ask([part!.where], ` limit ${start},${end}`);
      return filled(rows, end - start);
    }
    if (part!.rows > most) {
      const inside = { ...source, where: [...source.where, part!.where] };
      chunk.split ??= (kind === "text"
        ? splitText(inside, column, { alike: true })
        : splitNumbers(inside, column))
        .then(chunked);
      return await within(await chunk.split, start, end);
    }
    return filled(await runOf(chunk, split), chunk.rows).slice(start, end);
  }

  async function runOf(chunk: Chunk, split: Split): Promise<Row[]> {
    const { where, keep = () => true } = split.joined(chunk.parts);
    const run = runs.get(where) ?? ask([where]).then(({ rows }) => {
      const sign = descending ? -1 : 1;
      return rows.filter(keep)
        .sort((a, b) => sign * compareValues(kind, a[column.name], b[column.name]));
    });
    runs.delete(where);
    runs.set(where, run); // the latest last
    if (runs.size > KEPT) runs.delete(runs.keys().next().value!);
    try {
      return await run;
    } catch (error) {
      runs.delete(where);
      throw error;
    }
  }

  function ask(conditions: string[], limit = "") {
    const where = whereOf([...source.where, ...conditions]);
    return source.ask<Row>(`select * from ${source.from}${where}${limit}`);
  }

  function chunked(split: Split): Chunks {
    const nulls = split.parts.filter(({ key }) => key === null);
    const others = split.parts.filter(({ key }) => key !== null);
    const chunks: Chunk[] = [];
    for (const part of [...descending ? others.reverse() : others, ...nulls]) {
      const last = chunks.at(-1);
      const alone = part.tied || last?.parts[0]?.tied || part.rows > most;
      if (!last || alone || last.rows + part.rows > together) {
        chunks.push({ parts: [part], rows: part.rows });
      } else {
        last.parts.push(part);
        last.rows += part.rows;
      }
    }
    return { split, chunks };
  }

  async function firstSplit(): Promise<Chunks> {
    if (kind === "truth" || column.type === "SYMBOL" && await hasFewValues(source, column)) {
      return chunked(await splitValues(source, column));
    }
    const options = { nulls: true };
    return chunked(
      kind === "text"
        ? await splitText(source, column, options)
        : await splitNumbers(source, column, options),
    );
  }

  return async (start, end) => {
    root ??= firstSplit();
    try {
      return await within(await root, start, end);
    } catch (error) {
      root = undefined; // counted again next time
      throw error;
    }
  };
}

/** Rows, with blanks for those that have gone since they were counted: all others keep their place. */
function filled(rows: Row[], wanted: number): Row[] {
  if (rows.length === wanted) return rows;
  return Array.from({ length: wanted }, (_, i) => rows[i] ?? {});
}
