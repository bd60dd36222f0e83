/** For tests: rows in every table that the pages show. */
import { store } from "../lib/api/testing.ts";
import type { QuestdbEndpoint } from "../lib/config.ts";
import { feeds, githubEvents } from "../lib/feeds/mod.ts";
import type { FlowInput } from "../lib/flows/define.ts";
import { flows } from "../lib/flows/mod.ts";
import { connectQuestdb, type Questdb } from "../lib/questdb/client.ts";
import { deadLetters } from "../lib/streams/dead_letters.ts";
import type { Stream } from "../lib/streams/stream.ts";
import { windows } from "../lib/windows/find.ts";
import { outputStream } from "../lib/windows/output.ts";
import { refreshView, rowsSql, viewName } from "../lib/windows/questdb/engine.ts";
import type { Window } from "../lib/windows/window.ts";

/** Text that would be an element if it were read as markup. */
export const HOSTILE = `<img src=x onerror="document.title='broken'">`;

/** Options for {@linkcode fillTables}. */
export interface FillOptions {
  /** Time of the first records, ISO text. */
  start: string;
  /** Records of each feed's first stream. */
  limit: number;
}

/**
 * Stores records of every feed's simulator, what flows make of them one by one, dead letters, and a record
 * with markup in it.
 *
 * @returns The records by their streams, without the windows' rows.
 */
export async function fillTables(
  endpoint: QuestdbEndpoint,
  { start, limit }: FillOptions,
): Promise<Map<Stream, Record<string, unknown>[]>> {
  const db = connectQuestdb(endpoint);
  const stored = new Map<Stream, Record<string, unknown>[]>();
  const put = (stream: Stream, records: readonly object[]) =>
    store({ db, endpoints: { questdb: endpoint, kafka: { brokers: [] } } }, stream, records as []);
  const keep = async (stream: Stream, records: Record<string, unknown>[]) => {
    await put(stream, records);
    stored.set(stream, [...stored.get(stream) ?? [], ...records]);
  };
  try {
    let event: Record<string, unknown> | undefined;
    for (const feed of feeds) {
      if (!feed.simulate) continue;
      const records = new Map<Stream, Record<string, unknown>[]>();
      for await (const batch of feed.simulate({ seed: 1, start, limit })) {
        records.set(batch.stream, [...records.get(batch.stream) ?? [], ...batch.records]);
      }
      for (const [stream, own] of records) {
        if (stream.table) await keep(stream, own);
        for (const { inputs: [input, ...others], to } of flows) {
          if (input!.from !== stream || input!.table || others.length > 0) continue;
          await keep(to, writtenBy(input!, own));
        }
      }
      event ??= records.get(githubEvents as Stream)?.at(-1);
    }
    await keep(githubEvents as Stream, [{
      ...event,
      id: "hostile",
      repo: HOSTILE,
      actor: HOSTILE,
    }]);
    await keep(
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
    for (const window of windows) await fillWindow(db, endpoint, window);
    return stored;
  } finally {
    await db.close();
  }
}

/** QuestDB's view, and its rows in the table of Deno, as if both engines had run. */
export async function fillWindow(
  db: Questdb,
  endpoint: QuestdbEndpoint,
  window: Window,
): Promise<void> {
  await refreshView(db, window);
  const rows = await db.run(rowsSql(window, viewName(window, db.prefix)));
  const isoOf = (value: unknown) => value instanceof Date ? value.toISOString() : value;
  await store(
    { db, endpoints: { questdb: endpoint, kafka: { brokers: [] } } },
    outputStream(window, "deno"),
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, isoOf(value)]))
    ) as [],
  );
}

/** What an input of a flow that joins no table writes for records, one after the other. */
function writtenBy(
  { from, state, write }: FlowInput,
  records: readonly Record<string, unknown>[],
): Record<string, unknown>[] {
  const states = new Map<string, object>();
  return records.flatMap((record) => {
    const key = from.keyOf(record);
    if (state && !states.has(key)) states.set(key, state());
    return write(record, (states.get(key) ?? {}) as Record<string, unknown>) ?? [];
  });
}
