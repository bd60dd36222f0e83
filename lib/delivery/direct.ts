import { UsageError } from "../errors.ts";
import { untilApplied } from "../questdb/applied.ts";
import { guardTable, type TableGuard } from "../questdb/table_guard.ts";
import { openWriter, type Writer } from "../questdb/writer.ts";
import type { Source } from "../sources/source.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { refusedByQuestdb, reject, type Rejection } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import { accept } from "../processing/accept.ts";
import type { Accounts } from "../processing/account.ts";
import { toRow } from "../processing/dead_letter_messages.ts";
import { sleep } from "../retry.ts";
import { InFlight } from "../processing/in_flight.ts";
import { keepReplayed } from "./keep_replayed.ts";
import { openLetterWriter } from "./letter_writer.ts";
import { stillStored } from "./run_account.ts";
import type { Store } from "./store.ts";

/** Options for {@linkcode ingestDirect}. */
export interface DirectOptions extends Store {
  accounts: Accounts;
  /** Rows after which a batch is sent. @default those of the writer */
  batch?: number | undefined;
  /** Milliseconds to wait after a batch. @default 0 */
  delay?: number | undefined;
  /** Ends such a wait. */
  signal?: AbortSignal | undefined;
  /** Called with each rejection. */
  onBad?: ((rejection: Rejection) => void) | undefined;
  /** Called with a sentence about something that the user should know: a table that was dropped. */
  onWarning?: ((text: string) => void) | undefined;
}

/** How long rows wait for their batch to become full, in milliseconds: a slow source is seen as it comes. */
const LONGEST_WAIT = 1000;

/** A table's writer and its batch in flight. */
interface TableWriter {
  rows: Writer<RecordOrigin>;
  guard: TableGuard;
  sending: InFlight;
  /** When the last batch was sent. */
  sent: number;
}

/** A record and where it was read. */
interface RecordOrigin {
  record: Record<string, unknown>;
  line: number;
  source: string;
  time: string;
}

/**
 * Carries a source straight into QuestDB, without Kafka: the same checks, encoder and dead letters.
 * When it returns, every record is applied or is in the `dead_letters` table.
 */
export async function ingestDirect(source: Source, options: DirectOptions): Promise<void> {
  const { db, transport, accounts, onBad, batch: maxRows, delay, signal } = options;
  const letters = keepReplayed(await openLetterWriter({ db, transport }, options), db);
  const tables = new Map<Stream, TableWriter>();

  async function tableFor(stream: Stream): Promise<TableWriter> {
    const known = tables.get(stream);
    if (known) return known;
    if (!stream.table) {
      throw new UsageError(
        `Cannot store ${stream.name} past Kafka: it has no table, only what flows make of it has. ` +
          "Leave out --via direct",
      );
    }
    const guard = await guardTable(db, stream, options);
    const account = accounts.of(stream);
    account.stored = 0;
    const rows = openWriter<RecordOrigin>(transport, { stream, guard }, {
      ...maxRows === undefined ? {} : { maxRows },
      onBatch(stored, refused) {
        account.stored! += stored;
        for (const { origin, reason } of refused) {
          const { record, ...place } = origin;
          const input = { stream, ...place, raw: JSON.stringify(record) };
          addRejection(reject(input, refusedByQuestdb(stream, reason)));
        }
      },
    });
    const table = { rows, guard, sending: new InFlight(), sent: performance.now() };
    tables.set(stream, table);
    return table;
  }
  function addRejection(rejection: Rejection): void {
    accounts.of(rejection.stream).deadLettered++;
    letters.add(toRow(rejection));
    onBad?.(rejection);
  }

  for await (const batch of source) {
    const { stream } = batch;
    const table = await tableFor(stream);
    const { rows, sending } = table;
    const account = accounts.of(stream);
    const time = batch.modified ?? new Date().toISOString();
    let full = false;
    accept(batch, {
      good(record, line) {
        account.published++;
        full = rows.add(record, { record, line, source: batch.source, time }, line) || full;
      },
      bad(rejection) {
        account.rejected++;
        addRejection(rejection);
      },
      unknown: (names) => accounts.unknown(stream, names),
    });
    account.read += batch.records.length + batch.rejected.length;
    accounts.report(stream, batch.progress);
    if (full || performance.now() - table.sent > LONGEST_WAIT) {
      await sending.begin(() => rows.flush());
      table.sent = performance.now();
      if (delay) await sleep(delay, signal).catch(() => {}); // an abort: the source ends
    }
    if (letters.pending > 1000) await letters.flush();
  }
  for (const { rows, sending } of tables.values()) {
    await sending.begin(() => rows.flush());
    await sending.settled();
  }
  await letters.flush();
  await untilApplied(db, [...tables.keys(), deadLetters].map(db.tableOf));
  for (const [stream, { guard }] of tables) {
    const account = accounts.of(stream);
    account.stored = await stillStored(account.stored!, { stream, db, guard });
    accounts.report(stream);
  }
}
