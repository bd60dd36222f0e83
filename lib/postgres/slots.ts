/** Replication slots: what PostgreSQL keeps for a program that reads its changes. */
import { until } from "../retry.ts";
import type { Postgres } from "./client.ts";

/** A logical replication slot. */
export interface Slot {
  name: string;
  database: string;
  /** Whether a program reads from it now. */
  active: boolean;
  /** Bytes of the write-ahead log that the server keeps for it, and would delete without it. */
  retainedBytes: number;
  /** `reserved`, `extended`, `unreserved` or `lost`, as PostgreSQL says. */
  walStatus: string | null;
}

/** The server's logical replication slots, by their names. */
export async function listSlots(sql: Postgres): Promise<Slot[]> {
  const rows = await sql`
    select slot_name, database, active, wal_status,
      coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::text as retained
    from pg_replication_slots where slot_type = 'logical' order by slot_name`;
  return rows.map((row) => ({
    name: row.slot_name,
    database: row.database,
    active: row.active,
    retainedBytes: Number(row.retained),
    walStatus: row.wal_status,
  }));
}

/**
 * Drops a replication slot, so that the server no longer keeps what it has not read. Who reads from it is
 * disconnected.
 *
 * @returns Whether there was one.
 * @throws {DOMException} `TimeoutError`: a reader came back for 10 seconds.
 */
export async function dropSlot(sql: Postgres, name: string): Promise<boolean> {
  let found = false;
  await until(async () => {
    const [slot] = await sql`select active_pid from pg_replication_slots where slot_name = ${name}`;
    if (!slot) return true;
    found = true;
    if (slot.active_pid !== null) await sql`select pg_terminate_backend(${slot.active_pid})`;
    try {
      await sql`select pg_drop_replication_slot(${name})`;
      return true;
    } catch (error) {
      // 55006: it is still active; 42704: it is gone.
      const { code } = error as { code?: string };
      if (code !== "55006" && code !== "42704") throw error;
      return code === "42704";
    }
  }, { every: 100, within: 10_000 });
  return found;
}

/** Drops a publication of the database that the client is connected to, if there is one. */
export async function dropPublication(sql: Postgres, name: string): Promise<void> {
  await sql`drop publication if exists ${sql(name)}`;
}
