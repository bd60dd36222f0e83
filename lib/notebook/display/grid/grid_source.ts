import type { AnswerColumn, Row } from "../../../questdb/answer.ts";
import { type ColumnProfile, profileOf } from "../../../questdb/profile.ts";
import { conditionOf } from "../../../questdb/slices/filter.ts";
import { quotedName } from "../../../questdb/slices/column_kind.ts";
import { whereOf } from "../../../questdb/slices/part.ts";
import { rowSlices } from "../../../questdb/slices/row_slices.ts";
import { openSlices, type Slices } from "../../../questdb/slices/slices.ts";
import type { GridView } from "../../../jupyter/lab/extension/grid/protocol.ts";
import { withQuestdb } from "../../query/engine.ts";
import { profileRows } from "../../query/profile_rows.ts";

/** Where a grid's rows come from. */
export interface GridSource {
  readonly columns: readonly AnswerColumn[];
  /** Rows that it keeps in memory. */
  readonly held: number;
  open(view: GridView): Promise<Slices>;
  /** @returns Figures of a column over the rows that the filters leave. */
  profile(column: string, view: GridView): Promise<{ rows: number; column: ColumnProfile }>;
}

/** Results of at most so many rows are fetched once, and filtered and ordered here. */
const SMALL = 20_000;
/** The same for the answer of a query: each window would run the query again, perhaps with another result. */
const SMALL_ANSWER = 100_000;

/** A table or query of the database, which is asked for what is seen. */
export function databaseSource(
  { from, columns, isQuery }: { from: string; columns: readonly AnswerColumn[]; isQuery: boolean },
): GridSource {
  const ask = <T extends Row>(text: string) => withQuestdb(({ textDb }) => textDb.ask<T>(text));
  return {
    columns,
    held: 0,
    async open(view) {
      const slices = await openSlices({ from, columns, ask }, view);
      const few = isQuery ? SMALL_ANSWER : SMALL;
      if (slices.rows > few) return slices;
      const unordered = await openSlices({ from, columns, ask }, { filters: view.filters });
      const rows = await unordered.fetch(0, unordered.rows);
      return rowSlices(rows, columns, view.sort ? { sort: view.sort } : {});
    },
    async profile(name, { filters }) {
      const where = whereOf(filters.map((filter) => conditionOf(filter, columns)));
      const one = `(select ${quotedName(name)} from ${from}${where})`;
      const profile = await withQuestdb(({ endpoint }) => profileOf(endpoint, one));
      return { rows: profile.rows, column: profile.columns[0]! };
    },
  };
}

/** Rows in memory. */
export function rowsSource(rows: readonly Row[], columns: readonly AnswerColumn[]): GridSource {
  return {
    columns,
    held: rows.length,
    open: (view) => Promise.resolve(rowSlices(rows, columns, view)),
    async profile(name, { filters }) {
      const kept = rowSlices(rows, columns, { filters });
      const all = await kept.fetch(0, kept.rows);
      const column = columns.filter((column) => column.name === name);
      return { rows: kept.rows, column: profileRows(all, column).columns[0]! };
    },
  };
}

/** Names of JavaScript's types, as `typesOf` has them, as types that can be filtered and ordered. */
const TYPES: Record<string, string> = {
  number: "DOUBLE",
  bigint: "LONG",
  text: "VARCHAR",
  time: "TIMESTAMP",
  boolean: "BOOLEAN",
};

/** Columns with the database's types. */
export function typedColumns(
  columns: readonly { name: string; type?: string | undefined }[],
): AnswerColumn[] {
  return columns.map(({ name, type = "" }) => ({ name, type: TYPES[type] ?? type }));
}
