/** Opens what the pages use: QuestDB as the user who may only read, and Kafka when it is first asked for. */
import type { Endpoints, QuestdbEndpoint } from "../lib/config.ts";
import { UnavailableError, UsageError } from "../lib/errors.ts";
import { type Cached, cached } from "../lib/api/cached.ts";
import { connectKafka, type KafkaClient } from "../lib/kafka/client.ts";
import type { Row } from "../lib/questdb/answer.ts";
import { connectQuestdb, type Questdb } from "../lib/questdb/client.ts";
import { asReader, limitedQueries } from "../lib/questdb/limited.ts";
import { quoted } from "../lib/questdb/profile/profiled.ts";
import { flatten, QUERY, type Query } from "../lib/questdb/sql_template.ts";
import type { Stream } from "../lib/streams/stream.ts";
import type { DashboardServices, ReadOptions } from "./services.ts";

/** Options for {@linkcode openServices}. */
export interface ServicesOptions {
  /** Looks up where the engines are now: one that was away may be back at another address. */
  find?: () => Promise<Partial<Endpoints>>;
  /** The folder of `--data`. */
  data?: string | undefined;
  /** Maximum number of connections to QuestDB. @default 8 */
  connections?: number;
  /** Seconds until an idle connection is closed. @default 30 */
  idle?: number;
  /** How long a query may take, in milliseconds. @default 10000 */
  timeout?: number;
  /** Called with lines for the person who runs the server. @default console.error */
  log?: (line: string) => void;
}

/** Services that are open; close them when done. */
export interface OpenServices extends DashboardServices {
  close(): Promise<void>;
}

/** How an external QuestDB gets such a user. */
export const READER_SETTING =
  "set QDB_CLIENT_READER_USER and QDB_CLIENT_READER_PASSWORD to the read-only user of QuestDB";

/** Milliseconds for which it is believed where the engines are. */
const LOOK = 1000;
/** How long a request to Kafka is repeated while it is away, in milliseconds. */
const PATIENCE = 2000;

/** Where the engines are; Kafka may not be known yet. */
export type KnownEndpoints = Pick<Endpoints, "questdb"> & Partial<Endpoints>;

/** Connects when it is first used. */
export function openServices(
  endpoints: KnownEndpoints,
  options: ServicesOptions = {},
): OpenServices {
  const { find, data, connections = 8, idle = 30, timeout = 10_000, log = console.error } = options;
  let at = endpoints;
  const search = find && cached(async () => at = { ...at, ...await find() }, {
    fresh: LOOK,
    stale: LOOK,
  });
  const reader = connectQuestdb(asReader(endpoints.questdb), {
    connections,
    idle,
    ending: 1, // whoever asked has an answer by then
    ...search ? { patience: 150, find: async () => asReader((await search.get()).questdb) } : {},
  });
  const limited = limitedQueries(reader, { waiting: 256, timeout });
  const ask = <T extends Row>(text: string, { signal, ...rest }: ReadOptions = {}) =>
    limited<T>(text, { ...rest, signal });
  const { tableOf } = reader;
  const tables = cached(async () => {
    const { rows } = await ask<{ name: string }>(`select table_name name from tables()`);
    return new Set(rows.map(({ name }) => name));
  }, { fresh: 250, stale: 500 });
  const has = async (stream: Stream) => (await tables.get()).has(tableOf(stream));

  let kafka: Promise<KafkaClient> | undefined;
  const openKafka = async () => {
    await search?.get().catch(() => {}); // then the last address is tried, which says what is wrong
    if (!at.kafka) {
      // Never a guessed address: another project's broker may be there.
      const message = "Cannot reach Kafka: it does not run. Start it with: deno task up";
      throw new UnavailableError(message, { service: "Kafka", address: "" });
    }
    return await connectKafka(at.kafka, {
      clientId: "tributary-dashboard",
      patience: PATIENCE,
      connectTimeout: PATIENCE,
      ...search ? { find: async () => (await search.get()).kafka } : {},
    });
  };
  const readers: Questdb[] = [];
  return {
    ask,
    readOnly: endpoints.questdb.reader !== undefined,
    openReader(own) {
      if (!at.questdb.reader) {
        throw new UsageError(`QuestDB has no user who may only read: ${READER_SETTING}`);
      }
      const opened = connectQuestdb(asReader(at.questdb), {
        idle,
        ending: 1,
        ...own,
        ...search ? { find: () => findReader(search) } : {},
      });
      readers.push(opened);
      return opened;
    },
    sql: (signal) => <T extends Row>(strings: TemplateStringsArray, ...values: unknown[]) =>
      piece<T>({
        strings,
        values,
        run: async () => {
          const text = flatten({ strings, values }, tableOf);
          return (await ask<T>(text, signal ? { signal } : {})).rows;
        },
      }),
    tableOf,
    prefix: endpoints.questdb.prefix ?? "",
    has,
    async newest(streams) {
      const found = await Promise.all(streams.map(async (stream) => await has(stream)));
      const there = streams.filter((_, i) => found[i]);
      if (there.length === 0) return undefined;
      const { rows } = await ask<{ newest: Date | null }>(
        there.map((stream) => `select max(timestamp) newest from ${quoted(tableOf(stream))}`)
          .join(" union all "),
      );
      const times = rows.flatMap(({ newest }) => newest ? [+newest] : []);
      return times.length > 0 ? new Date(Math.max(...times)) : undefined;
    },
    kafka: () =>
      kafka ??= openKafka().catch((error) => {
        kafka = undefined; // the next one tries again
        throw error;
      }),
    data,
    log,
    async close() {
      const open = await kafka?.catch(() => undefined); // it was never there
      await Promise.all([reader, ...readers].map((one) => one.close()));
      await open?.close();
    },
  };
}

/** Where QuestDB is now; never with the login of a user who may write. */
async function findReader(search: Cached<KnownEndpoints>): Promise<QuestdbEndpoint | undefined> {
  const { questdb } = await search.get();
  return questdb.reader && asReader(questdb);
}

/** A piece of SQL that runs when it is awaited. */
export function piece<T extends Row>(
  { strings, values = [], run }: {
    strings: readonly string[];
    values?: readonly unknown[];
    run?: () => Promise<T[]>;
  },
): Query<T> {
  return {
    [QUERY]: true,
    strings,
    values,
    then: (done, failed) =>
      Promise.resolve().then(() => {
        if (!run) throw new TypeError("Cannot run a part of a query: write it into one");
        return run();
      }).then(done, failed),
  };
}
