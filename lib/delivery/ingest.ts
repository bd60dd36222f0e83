import type { Endpoints } from "../config.ts";
import { connectKafka } from "../kafka/client.ts";
import { connectQuestdb } from "../questdb/client.ts";
import { openTransport } from "../questdb/transport.ts";
import type { Source } from "../sources/source.ts";
import { type Account, countRows, openAccounts } from "./account.ts";
import type { Undelivered } from "./dead_letter.ts";
import { ingestDirect } from "./direct.ts";
import { ingestThroughKafka } from "./through_kafka.ts";

/** What {@linkcode ingest} takes. */
export interface IngestOptions {
  endpoints: Endpoints;
  /** Prefix of topics, groups and tables. @default "" */
  prefix?: string;
  /** Through Kafka, or straight into QuestDB. @default "kafka" */
  via?: "kafka" | "direct";
  /** Whether to store in QuestDB what Kafka has, and wait for it. @default true */
  sink?: boolean;
  /**
   * Ends the wait for the sink early: it commits what it has, and a later run stores the rest. An
   * engine that is away is not waited for any longer.
   */
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
  const withQuestdb = sink || via === "direct";
  const db = withQuestdb ? connectQuestdb(endpoints.questdb, { prefix }) : undefined;
  try {
    const store = db && { db, transport: await openTransport(endpoints.questdb, { signal }) };
    if (via === "direct") await ingestDirect(source, { ...store!, accounts, onBad });
    else {
      const kafka = await connectKafka(endpoints.kafka, { signal });
      try {
        await ingestThroughKafka(source, { kafka, store, accounts, prefix, signal, onBad });
      } finally {
        await kafka.close();
      }
    }
    if (db) await countRows(db, accounts);
    return accounts.streams.map(accounts.of);
  } finally {
    await db?.close();
  }
}
