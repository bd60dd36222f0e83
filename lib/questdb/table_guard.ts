import type { Stream } from "../streams/stream.ts";
import { refuseSuspended, untilApplied } from "./applied.ts";
import type { Questdb } from "./client.ts";
import { isMissingTable, QueryRefusedError } from "./query_error.ts";
import { ensureTables, requireFit } from "./tables.ts";

/** Watches that a stream's table stays what it was when it was opened. */
export interface TableGuard {
  /** The table's name. */
  readonly table: string;
  /**
   * How often `check` found the table missing or replaced: the rows stored before are gone with the
   * old one.
   */
  readonly replaced: number;
  /**
   * How often `check` found the table replaced, or altered and still fitting: rows sent between two
   * checks may be gone, or without a value if a column was altered and altered back meanwhile.
   */
  readonly changes: number;
  /**
   * Looks at the table; one query of about 2 ms if nothing has changed. A missing table is made
   * again as declared.
   *
   * @throws {TypeError} The table was altered and no longer fits its stream.
   * @throws {UnavailableError} The table is suspended, or QuestDB is away for longer than `db` waits.
   */
  check(): Promise<void>;
}

/** Options for {@linkcode guardTable}. */
export interface GuardOptions {
  /** Called with a sentence when the table was found missing or replaced. */
  onWarning?: ((text: string) => void) | undefined;
}

/** What tells one state of a table from another. */
interface TableState {
  id: number;
  suspended: boolean;
  /** Increases with each alteration, when it is accepted; the table's columns show it only later. */
  version: number;
}

/**
 * Creates a stream's table if it is missing, checks that it fits, and watches it from then on. Without
 * a guard, rows that follow a change are acknowledged by QuestDB and partly or wholly lost: it stores
 * null where a column now has another type.
 *
 * @throws {TypeError} The existing table does not fit its stream.
 * @throws {UnavailableError} The table is suspended.
 */
export async function guardTable(
  db: Questdb,
  stream: Stream,
  { onWarning = () => {} }: GuardOptions = {},
): Promise<TableGuard> {
  const table = db.tableOf(stream);
  let replaced = 0, changes = 0;
  let known = await open();

  async function open(): Promise<TableState> {
    // Before the table is checked: what changes after this moment is seen by the next look.
    const state = await stateOf(db, table);
    if (state) await untilApplied(db, [table]); // its version may count an alteration that is not in its columns yet
    await ensureTables(db, [stream]);
    await refuseSuspended(db, [table]);
    return state ?? open();
  }
  async function check(): Promise<void> {
    const state = await stateOf(db, table);
    if (state?.id === known.id) {
      if (state.suspended) await refuseSuspended(db, [table]);
      if (state.version === known.version) return;
      await untilApplied(db, [table]); // until then its columns are the old ones
      await requireFit(db, stream);
      known = state;
      changes++;
      return;
    }
    known = await open();
    replaced++;
    changes++;
    onWarning(
      `The table ${table} was dropped while rows were stored: it is made again, and the rows ` +
        "stored before are gone. Ingest their source once more if you need them",
    );
  }
  return {
    table,
    get replaced() {
      return replaced;
    },
    get changes() {
      return changes;
    },
    check,
  };
}

/** @returns Undefined if there is no such table. */
async function stateOf(db: Questdb, table: string): Promise<TableState | undefined> {
  try {
    // Table functions take no bound parameters; a table's name is plain snake_case.
    const { rows: [state] } = await db.ask<TableState & Record<string, unknown>>(`
      select t.id, t.table_suspended suspended, w.version from tables() t
      cross join (select max("structureVersion") version from wal_transactions('${table}')) w
      where t.table_name = '${table}'`);
    return state && { ...state, version: Number(state.version) }; // null before the first rows
  } catch (error) {
    if (isMissingTable(error)) return undefined;
    // While the table is dropped or made again, its files may be away already.
    if (error instanceof QueryRefusedError && /could not open/i.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}
