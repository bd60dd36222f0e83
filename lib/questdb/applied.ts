import { UnavailableError } from "../errors.ts";
import { until } from "../retry.ts";
import type { Questdb } from "./client.ts";
import { TORN_SYMBOLS } from "./query_error.ts";

interface WalState {
  name: string;
  suspended: boolean;
  writerTxn: number;
  sequencerTxn: number;
  errorMessage: string | null;
}

/**
 * Waits until SQL sees everything that QuestDB has acknowledged so far for these tables: until each
 * table's writer has caught up with its write-ahead log.
 *
 * @throws {UnavailableError} A table is suspended; the message has the command that resumes it.
 */
export async function untilApplied(
  db: Questdb,
  tables: readonly string[],
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  const goals = new Map(
    (await walStates(db)).map((state) => [state.name, Number(state.sequencerTxn)]),
  );
  await until(async () => {
    const behind = (await walStates(db)).filter(({ name, writerTxn, sequencerTxn }) =>
      // A table that was dropped and made again counts from the start: it may never reach the goal.
      tables.includes(name) &&
      Number(writerTxn) < Math.min(goals.get(name) ?? 0, Number(sequencerTxn))
    );
    const stuck = behind.find((state) => state.suspended);
    if (stuck) throw suspended(stuck);
    return behind.length === 0;
  }, { every: 5, maxEvery: 100, signal });
}

/**
 * Checks that no table is suspended.
 *
 * @throws {UnavailableError} A table is suspended; the message has the command that resumes it.
 */
export async function refuseSuspended(db: Questdb, tables: readonly string[]): Promise<void> {
  const stuck = (await walStates(db)).find(({ name, suspended }) =>
    suspended && tables.includes(name)
  );
  if (stuck) throw suspended(stuck);
}

function walStates(db: Questdb): Promise<WalState[]> {
  return db.run<WalState & Record<string, unknown>>(
    `select name, suspended, "writerTxn", "sequencerTxn", "errorMessage" from wal_tables()`,
  );
}

function suspended({ name, errorMessage }: WalState): UnavailableError {
  return new UnavailableError(
    `Cannot apply rows to the table ${name}: QuestDB has suspended it${
      errorMessage ? ` (${errorMessage})` : ""
    }. ` +
      (errorMessage?.startsWith("Sequence mismatch")
        ? TORN_SYMBOLS
        : `Its rows are kept in the write-ahead log. Fix the cause (a full disk?), then run: ` +
          `deno task sql 'alter table "${name}" resume wal'`),
    { service: "QuestDB", address: name },
  );
}
