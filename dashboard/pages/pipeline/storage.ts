import type { PanelContext } from "../../define_page.ts";
import { ownTables } from "../../streams/own_names.ts";

/** What a table takes on the disk. A type, not an interface: panels take it as a row. */
export type TableStorage = {
  table: string;
  rows: number;
  partitions: number;
  /** Bytes. */
  size: number;
  /** Rows that were acknowledged and not applied yet. */
  waiting: number;
  state: "ok" | "suspended";
};

/** The tables of the namespace, the largest first. */
export async function tableStorage(
  { services, signal }: PanelContext,
): Promise<TableStorage[]> {
  const { prefix } = services;
  const own = await ownTables(services);
  const { rows } = await services.ask<Omit<TableStorage, "state"> & { suspended: boolean }>(
    `select s.tableName "table", s.rowCount rows, s.partitionCount partitions, s.diskSize size,
      t.wal_pending_row_count waiting, t.table_suspended suspended
    from table_storage() s join tables() t on t.table_name = s.tableName
    where s.partitionBy <> 'N/A'`,
    { signal },
  );
  return rows.filter(({ table }) => own.has(table))
    .map(({ table, suspended, ...sizes }): TableStorage => ({
      table: table.slice(prefix.length),
      ...sizes,
      state: suspended ? "suspended" : "ok",
    })).toSorted((a, b) => Number(b.size) - Number(a.size));
}
