/** For tests: rows in every table that the pages show. */
import { store } from "../lib/api/testing.ts";
import type { QuestdbEndpoint } from "../lib/config.ts";
import { feeds, githubEvents } from "../lib/feeds/mod.ts";
import { connectQuestdb } from "../lib/questdb/client.ts";
import { deadLetters } from "../lib/streams/dead_letters.ts";
import type { Stream } from "../lib/streams/stream.ts";

/** Text that would be an element if it were read as markup. */
export const HOSTILE = `<img src=x onerror="document.title='broken'">`;

/** Options for {@linkcode fillTables}. */
export interface FillOptions {
  /** Time of the first records, ISO text. */
  start: string;
  /** Records of each feed's first stream. */
  limit: number;
}

/** Stores records of every feed's simulator, dead letters, and a record with markup in it. */
export async function fillTables(
  endpoint: QuestdbEndpoint,
  { start, limit }: FillOptions,
): Promise<void> {
  const db = connectQuestdb(endpoint);
  const put = (stream: Stream, records: readonly object[]) =>
    store({ db, endpoints: { questdb: endpoint, kafka: { brokers: [] } } }, stream, records as []);
  try {
    let event: Record<string, unknown> | undefined;
    for (const feed of feeds) {
      if (!feed.simulate) continue;
      const records = new Map<Stream, Record<string, unknown>[]>();
      for await (const batch of feed.simulate({ seed: 1, start, limit })) {
        if (!batch.stream.table) continue;
        records.set(batch.stream, [...records.get(batch.stream) ?? [], ...batch.records]);
      }
      for (const [stream, own] of records) await put(stream, own);
      event ??= records.get(githubEvents as Stream)?.at(-1);
    }
    await put(githubEvents as Stream, [{ ...event, id: "hostile", repo: HOSTILE, actor: HOSTILE }]);
    await put(
      deadLetters as Stream,
      [1, 2, 3].map((line) => ({
        time: start,
        stream: "github_events",
        source: "events.json",
        line,
        field: "id",
        value: HOSTILE,
        reason: `${HOSTILE}: too long`,
        record: null,
        attempts: null,
        replayed: null,
      })),
    );
  } finally {
    await db.close();
  }
}
