/** The names that the editor completes, as the user who may only read sees them. */
import { cached } from "../../lib/api/cached.ts";
import { fillCommand } from "../../lib/feeds/fill.ts";
import { feeds } from "../../lib/feeds/mod.ts";
import type { Names } from "../../lib/questdb/query_error.ts";
import type { DashboardServices } from "../services.ts";
import { ownTables } from "../streams/own_names.ts";

/** A table or view. */
export interface TableNames {
  name: string;
  /** Rows, if QuestDB knows it without reading. */
  rows: number | null;
  columns: { name: string; type: string }[];
}

/** What the editor completes. */
export interface SqlNames {
  tables: TableNames[];
  functions: string[];
}

/** Reads names, kept for some seconds. */
export interface KnownSqlNames extends Names {
  all(): Promise<SqlNames>;
}

type Ask = Pick<DashboardServices, "ask" | "prefix">;

/** Milliseconds for which names are taken as they were. */
const FRESH = 5000;

/** Reads names by `ask`, of the tables of the namespace. */
export function sqlNames(services: Ask): KnownSqlNames {
  const known = cached(() => readNames(services), { fresh: FRESH, stale: FRESH });
  const columns = async (table: string) => {
    const { tables } = await known.get();
    return tables.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? [];
  };
  return {
    all: known.get,
    tables: async () => (await known.get()).tables.map(({ name }) => name),
    columns,
    functions: async () => (await known.get()).functions,
    fill: (table) => fillCommand(feeds, table),
  };
}

async function readNames(services: Ask): Promise<SqlNames> {
  const { ask } = services;
  const [own, tables, columns, functions] = await Promise.all([
    ownTables(services),
    ask<{ name: string; rows: number | null }>(
      `select table_name name, table_row_count "rows" from tables() order by name`,
    ),
    ask<{ table: string; name: string; type: string }>(
      `select table_name "table", column_name name, data_type type from information_schema.questdb_columns()`,
    ),
    ask<{ name: string }>("select distinct name from functions() order by name"),
  ]);
  const byTable = Map.groupBy(columns.rows, ({ table }) => table);
  return {
    tables: tables.rows.filter(({ name }) => own.has(name)).map(({ name, rows }) => ({
      name,
      rows: rows === null ? null : Number(rows),
      columns: (byTable.get(name) ?? []).map(({ name, type }) => ({ name, type })),
    })),
    functions: functions.rows.map(({ name }) => name).filter((name) => /^[a-z]\w+$/.test(name)),
  };
}
