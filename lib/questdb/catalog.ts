import type { QuestdbEndpoint } from "../config.ts";
import { literal } from "./literal.ts";
import { askRest, type RestOptions } from "./rest.ts";

/** A table's or view's current state. */
export interface TableFacts {
  table: string;
  kind: "table" | "view" | "materialized view";
  rows: number;
  /** Time of the first row; null if there is none. */
  from: Date | null;
  /** Time of the last row; null if there is none. */
  to: Date | null;
  /** When the table was last written; null if unknown. */
  written: Date | null;
  partition: string;
  /** DEDUP keys; empty if the table has none. */
  keys: string[];
  /** `applied`, `n rows waiting`, `suspended`, or `no WAL`. */
  wal: string;
}

interface Found {
  [name: string]: unknown;
  table: string;
  type: string;
  rows: number | null;
  first: Date | null;
  last: Date | null;
  written: Date | null;
  partition: string;
  wal: boolean;
  dedup: boolean;
  suspended: boolean;
  waiting: number | null;
}

/**
 * Lists the tables and views with what QuestDB's catalogue knows about them; reads no table.
 *
 * @param options `all`: every table instead of only those of the namespace. @default false
 * @returns Sorted by name.
 */
export async function listTables(
  endpoint: Pick<QuestdbEndpoint, "conf" | "prefix">,
  options: RestOptions & { all?: boolean } = {},
): Promise<TableFacts[]> {
  const { all = false, ...rest } = options;
  const prefix = all ? "" : endpoint.prefix ?? "";
  const { rows } = await askRest<Found>(
    endpoint,
    `select table_name "table", table_type::string type, table_row_count "rows",
      case when table_row_count > 0 then table_min_timestamp end first, table_max_timestamp last, table_last_write_timestamp written,
      "partitionBy" "partition", "walEnabled" wal, dedup, table_suspended suspended,
      wal_pending_row_count waiting
    from tables() order by table_name`,
    rest,
  );
  const own = rows.filter(({ table }) => table.startsWith(prefix));
  return await Promise.all(own.map(async (found) => ({
    table: found.table,
    kind: found.type === "M"
      ? "materialized view" as const
      : found.type === "V"
      ? "view" as const
      : "table" as const,
    rows: Number(found.rows ?? 0),
    from: found.first,
    to: found.last,
    written: found.written,
    partition: found.partition,
    keys: found.dedup ? await keysOf(endpoint, found.table, rest) : [],
    wal: walOf(found),
  })));
}

async function keysOf(
  endpoint: Pick<QuestdbEndpoint, "conf">,
  table: string,
  options: RestOptions,
): Promise<string[]> {
  const { rows } = await askRest<{ name: string }>(
    endpoint,
    `select "column" name from table_columns(${literal(table)}) where "upsertKey"`,
    options,
  );
  return rows.map(({ name }) => name);
}

function walOf({ wal, suspended, waiting }: Found): string {
  if (!wal) return "no WAL";
  if (suspended) return "suspended";
  return waiting ? `${waiting} rows waiting` : "applied";
}
