import { refuseSuspended, untilApplied } from "../questdb/applied.ts";
import type { Questdb } from "../questdb/client.ts";
import { ensureTables } from "../questdb/tables.ts";
import type { Transport } from "../questdb/transport.ts";
import { openWriter, type Writer } from "../questdb/writer.ts";
import type { Source } from "../sources/source.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/define.ts";
import { accept } from "./accept.ts";
import type { Accounts } from "./account.ts";
import { toRow, type Undelivered } from "./dead_letter.ts";

/** What {@linkcode ingestDirect} works with. */
export interface DirectOptions {
  db: Questdb;
  transport: Transport;
  accounts: Accounts;
  /** Told of the first bad records of each stream. */
  onBad?: ((letter: Undelivered) => void) | undefined;
}

interface Origin {
  record: Record<string, unknown>;
  line: number;
  source: string;
  time: string;
}

/**
 * Carries a source straight into QuestDB, without Kafka: the same checks, encoder and dead letters.
 * When it returns, every record is applied or stands in the `dead_letters` table.
 */
export async function ingestDirect(source: Source, options: DirectOptions): Promise<void> {
  const { db, transport, accounts, onBad } = options;
  await ensureTables(db, [deadLetters]);
  const letters = openWriter<null>(transport, {
    stream: deadLetters,
    table: db.tableOf(deadLetters),
  });
  const writers = new Map<Stream, Writer<Origin>>();

  async function writerOf(stream: Stream): Promise<Writer<Origin>> {
    const known = writers.get(stream);
    if (known) return known;
    if (!stream.table) throw new TypeError(`Cannot store ${stream.name} directly: it has no table`);
    await ensureTables(db, [stream]);
    await refuseSuspended(db, [db.tableOf(stream)]);
    const account = accounts.of(stream);
    account.stored = 0;
    const writer = openWriter<Origin>(transport, { stream, table: db.tableOf(stream) }, {
      onBatch(stored, refused) {
        account.stored! += stored;
        for (const { origin, reason } of refused) {
          const { record, line, source, time } = origin;
          const raw = JSON.stringify(record);
          bury({ stream, source, line, time, raw, field: "", value: "", reason });
        }
      },
    });
    writers.set(stream, writer);
    return writer;
  }
  function bury(letter: Undelivered): void {
    accounts.of(letter.stream).deadLettered++;
    letters.add(toRow(letter), null);
    onBad?.(letter);
  }

  for await (const batch of source) {
    const { stream } = batch;
    const writer = await writerOf(stream);
    const account = accounts.of(stream);
    const time = batch.modified ?? new Date().toISOString();
    let full = false;
    accept(batch, {
      good(record, line) {
        account.published++;
        full = writer.add(record, { record, line, source: batch.source, time }) || full;
      },
      bad(letter) {
        account.rejected++;
        bury(letter);
      },
    });
    account.read += batch.records.length + batch.rejected.length;
    accounts.report(stream, batch.progress);
    if (full) await writer.roll();
    if (letters.pending > 1000) await letters.roll();
  }
  for (const writer of writers.values()) await writer.flush();
  await letters.flush();
  await untilApplied(db, [...writers.keys(), deadLetters].map(db.tableOf));
  for (const stream of writers.keys()) accounts.report(stream);
}
