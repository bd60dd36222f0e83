import type { Row } from "../../questdb/answer.ts";
import { isQuery } from "../../questdb/sql_template.ts";
import { QueryRefusedError, withoutPlace } from "../../questdb/query_error.ts";
import { askRest } from "../../questdb/rest.ts";
import { originOf } from "../query/rows_origin.ts";
import { type Bundle, type Displayable, displayable } from "./bundle.ts";
import { withQuestdb } from "../query/engine.ts";
import { type FrameLike, frameRows, isFrame } from "../frame/frame_like.ts";
import { count } from "../readable.ts";
import { gridBundle } from "./data_grid.ts";
import { withGrid } from "./grid/grid_output.ts";
import { databaseSource, rowsSource, typedColumns } from "./grid/grid_source.ts";
import { isSelect } from "../query/only_reads.ts";
import { listRows } from "../query/list_rows.ts";
import { explained } from "../query/run_query.ts";
import { fromClause, type TableLike, type TableReference } from "../query/table_like.ts";
import { signalOf } from "../stop.ts";
import { typesOf } from "../query/types_of.ts";
import { whyEmpty } from "../query/why_empty.ts";

/** Options for {@linkcode table}. */
export interface TableOptions {
  /** Number of rows shown: the first and, if there are more, the last ones. @default 10 */
  rows?: number;
  /** Ends the queries, as Stop does. */
  signal?: AbortSignal;
}

/**
 * Rows, a frame, a query, a stream or the name of a table as a table: how many rows and columns, types, the
 * first and last rows. Only what is shown is fetched from the database.
 */
export function table(source: TableLike, options: TableOptions = {}): Displayable {
  return displayable(() =>
    isFrame(source)
      ? ofFrame(source, options)
      : Array.isArray(source)
      ? ofRows(listRows(source), options)
      : ofReference(source as TableReference, options)
  );
}

const DONE: Bundle = { "text/plain": "Done", "text/html": "Done" };

async function ofRows(rows: readonly Row[], { rows: shown = 10 }: TableOptions): Promise<Bundle> {
  const origin = originOf(rows);
  const columns = origin?.columns ?? typesOf(rows);
  if (rows.length === 0) {
    // A statement that has no rows by its nature, as create table, lacks none.
    const isDone = origin?.text !== undefined && columns.length === 0 && !isSelect(origin.text);
    return isDone ? DONE : await empty(columns, origin?.text);
  }
  const last = rows.length > shown ? Math.floor(shown / 2) : 0;
  const head = rows.slice(0, shown - last);
  const tail = last > 0 ? rows.slice(-last) : [];
  const note = origin?.total === undefined
    ? origin?.note
    : `The query has ${count(origin.total, "row")}`;
  return withGrid(gridBundle({ head, tail, columns, rows: rows.length, note }), {
    source: rowsSource(rows, typedColumns(columns)),
    sample: [...head, ...tail],
    rows: rows.length,
    columns,
    note,
  });
}

function ofFrame(frame: FrameLike, { rows: shown = 10 }: TableOptions): Bundle {
  const rows = frame.numRows();
  const last = rows > shown ? Math.floor(shown / 2) : 0;
  const head = frameRows(frame, 0, Math.min(rows, shown - last));
  const tail = frameRows(frame, rows - last, last);
  const types = new Map(typesOf([...head, ...tail]).map(({ name, type }) => [name, type]));
  const columns = frame.columnNames().map((name) => ({ name, type: types.get(name) }));
  return gridBundle({ head, tail, columns, rows });
}

async function ofReference(source: TableReference, options: TableOptions): Promise<Bundle> {
  const { rows: shown = 10 } = options;
  const signal = signalOf(options.signal);
  return await withQuestdb(async (at) => {
    const asked = await fromClause(source, at);
    const { from, text } = asked;
    try {
      const ask = (query: string) => askRest(at.endpoint, query, { signal });
      const { rows: [found] } = await ask(`select count() n from ${from}`);
      const rows = found!.n as number;
      const last = rows > shown ? Math.floor(shown / 2) : 0;
      const first = Math.min(rows, shown - last);
      const { rows: head, columns } = await ask(`select * from ${from} limit ${first}`);
      if (rows === 0) return await empty(columns, text);
      const tail = last > 0 ? (await ask(`select * from ${from} limit -${last}`)).rows : [];
      return withGrid(gridBundle({ head, tail, columns, rows }), {
        source: databaseSource({ from, columns, isQuery: isQuery(source) }),
        sample: [...head, ...tail],
        rows,
        columns,
      });
    } catch (error) {
      // It is asked as it stands: it cannot be a part of another query, or has an error of its own.
      if (isQuery(source) && error instanceof QueryRefusedError) {
        return ofRows(await source, options);
      }
      return await explained(at, asked, isQuery(source) ? error : withoutPlace(error));
    }
  });
}

async function empty(
  columns: readonly { name: string; type: string }[],
  text: string | undefined,
): Promise<Bundle> {
  return gridBundle({ head: [], columns, rows: 0, note: await whyEmpty(text) });
}
