import { listTables } from "../questdb/catalog.ts";
import { literal } from "../questdb/literal.ts";
import { askRest } from "../questdb/rest.ts";
import type { QuestdbEndpoint } from "../config.ts";

/** A column as `\d` shows it. */
export interface ColumnFacts {
  column: string;
  type: string;
  /** `time`: the designated timestamp; `dedup`: one of the keys that make a row unique. */
  key: string;
}

/** The tables of a database, asked from its catalogue; completion may ask for the same again. */
export interface ShellNames {
  /** A row for each table and view. */
  list(): Promise<Record<string, unknown>[]>;
  /** @returns None if there is no such table. */
  describe(table: string): Promise<ColumnFacts[]>;
  /** Names of tables and views, as known within the last half minute. */
  tables(): Promise<string[]>;
  /** Names of a table's columns, as known within the last half minute. */
  columns(table: string): Promise<string[]>;
}

/** Milliseconds for which names are taken as they were: completion comes with every Tab. */
const FRESH = 30_000;

/** Reads names from the catalogue of a database. */
export function shellNames(endpoint: QuestdbEndpoint): ShellNames {
  const known = new Map<string, { at: number; names: Promise<string[]> }>();
  function fresh(key: string, find: () => Promise<string[]>): Promise<string[]> {
    const found = known.get(key);
    if (found && performance.now() - found.at < FRESH) return found.names;
    const names = find();
    known.set(key, { at: performance.now(), names });
    names.catch(() => known.delete(key)); // Who asked gets the error; the next one asks again.
    return names;
  }
  const describe = async (table: string) => {
    const { rows } = await askRest<{
      column: string;
      type: string;
      designated: boolean;
      upsertKey: boolean;
    }>(
      endpoint,
      `select "column", type, designated, "upsertKey" from table_columns(${literal(table)})`,
    );
    return rows.map(({ column, type, designated, upsertKey }) => ({
      column,
      type,
      key: [designated ? "time" : "", upsertKey ? "dedup" : ""].filter(Boolean).join(", "),
    }));
  };
  return {
    async list() {
      const tables = await listTables(endpoint, { all: true });
      const second = (time: Date | null) => time && `${time.toISOString().slice(0, 19)}Z`;
      return tables.map(({ table, kind, rows, from, to }) => ({
        table,
        kind,
        rows,
        from: second(from),
        to: second(to),
      }));
    },
    describe,
    tables: () =>
      fresh("", async () => {
        const { rows } = await askRest<{ name: string }>(
          endpoint,
          "select table_name name from tables() order by name",
        );
        return rows.map(({ name }) => name);
      }),
    columns: (table) =>
      fresh(`column ${table}`, async () => (await describe(table)).map(({ column }) => column)),
  };
}
