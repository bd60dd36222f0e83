import type { Endpoints } from "../config.ts";
import { connectKafka } from "../kafka/client.ts";
import { ensureTopics } from "../kafka/topics.ts";
import { connectQuestdb } from "../questdb/client.ts";
import { openTransport } from "../questdb/transport.ts";
import type { Source } from "../sources/source.ts";
import type { Stream } from "../streams/define.ts";
import { type Account, countRows, openAccounts } from "./account.ts";
import type { Undelivered } from "./dead_letter.ts";
import { ingestDirect } from "./direct.ts";
import { drain } from "./drain.ts";
import { publish } from "./publish.ts";
import { openSink, type Sink } from "./sink.ts";

/** What {@linkcode ingest} takes. */
export interface IngestOptions {
  endpoints: Endpoints;
  /** Prefix of topics, groups and tables. @default "" */
  prefix?: string;
  /** Through Kafka, or straight into QuestDB. @default "kafka" */
  via?: "kafka" | "direct";
  /** Whether to store in QuestDB what Kafka has, and wait for it. @default true */
  sink?: boolean;
  /** Gives up waiting for the sink; what Kafka has, a later run stores. */
  signal?: AbortSignal;
  /** Told when an account moves: the share is of the input, `stored` of what is published. */
  onChange?: (account: Account, share?: number) => void;
  /** Told of each bad record. */
  onBad?: (letter: Undelivered) => void;
}

/**
 * Brings a source into Kafka and on into QuestDB, or straight into QuestDB, until every record is
 * applied or stands among the dead letters.
 *
 * @returns One account for each stream that the source spoke of, the first one first.
 */
export async function ingest(source: Source, options: IngestOptions): Promise<Account[]> {
  const { endpoints, prefix = "", via = "kafka", sink = true, signal, onBad } = options;
  const accounts = openAccounts(options.onChange);
  const needsQuestdb = sink || via === "direct";
  const db = needsQuestdb ? connectQuestdb(endpoints.questdb, { prefix }) : undefined;
  const transport = needsQuestdb ? await openTransport(endpoints.questdb) : undefined;
  try {
    if (via === "direct") {
      await ingestDirect(source, { db: db!, transport: transport!, accounts, onBad });
      return accounts.streams.map(accounts.of);
    }
    const kafka = await connectKafka(endpoints.kafka);
    const sinks = new Map<Stream, Sink>();
    const { promise: failed, reject } = Promise.withResolvers<never>();
    failed.catch(() => {});
    async function onStream(stream: Stream) {
      await ensureTopics(kafka, [stream], { prefix });
      if (!sink) return;
      const opened = await openSink(stream, { kafka, db: db!, transport: transport!, prefix });
      opened.done.catch(reject);
      sinks.set(stream, opened);
    }
    try {
      const written = await Promise.race([
        publish(source, { kafka, accounts, prefix, onStream, onBad }),
        failed,
      ]);
      for (const stream of sinks.keys()) {
        const account = accounts.of(stream);
        const onProgress = (stored: number) => {
          account.stored = stored;
          accounts.report(stream);
        };
        const range = written.get(prefix + stream.name);
        await Promise.race([
          drain(stream, { written: range, account }, {
            kafka,
            db: db!,
            prefix,
            signal,
            onProgress,
          }),
          failed,
        ]);
      }
      if (sink) await countRows(db!, accounts);
    } finally {
      await Promise.allSettled([...sinks.values()].map((sink) => sink.stop()));
      await kafka.close();
    }
    return accounts.streams.map(accounts.of);
  } finally {
    await db?.close();
  }
}
