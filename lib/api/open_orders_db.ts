/** Opens the database for the API: as the user who may only read, with limits. */
import type { QuestdbEndpoint } from "../config.ts";
import type { Row } from "../questdb/answer.ts";
import { connectQuestdb } from "../questdb/client.ts";
import { asReader, limitedQueries } from "../questdb/limited.ts";
import { quoted } from "../questdb/profile/profiled.ts";
import type { NamedLines, OpenOrdersDb, OrdersDb, Tail } from "./orders_db.ts";
import { openTableWatch } from "./table_watch.ts";
import { type Cached, cached } from "./cached.ts";
import { knownProducts } from "./queries/products.ts";
import { readTail } from "./tail.ts";
import { keepViews } from "./view_keeper.ts";

/** Options for {@linkcode openOrdersDb}. */
export interface OrdersDbOptions {
  /** Maximum number of connections: each has plans of its own in QuestDB's memory. @default 8 */
  connections?: number;
  /** Seconds until an idle connection is closed. @default 30 */
  idle?: number;
  /** Maximum number of queries that run or wait. @default 256 */
  waiting?: number;
  /** How long a query may take, waiting included, in milliseconds. @default 5000 */
  timeout?: number;
  /** Make and use materialized views. @default true */
  views?: boolean;
  /** Looks up where QuestDB is now: one that was away may be back at another address. */
  find?: () => Promise<QuestdbEndpoint | undefined>;
  /** Called with lines for the person who runs the server. @default console.error */
  log?: (line: string) => void;
}

/** Milliseconds for which it is believed where QuestDB is. */
const LOOK = 1000;

/** Connects when it is first used. Close it when done. */
export function openOrdersDb(
  endpoint: QuestdbEndpoint,
  options: OrdersDbOptions = {},
): OpenOrdersDb {
  const { connections = 8, idle = 30, waiting = 256, timeout = 5000, views = true, find } = options;
  const { log = console.error } = options;
  // However many requests fail, it is looked up once a second.
  const search = find && cached(find, { fresh: LOOK, stale: LOOK });
  const reader = connectQuestdb(asReader(endpoint), {
    connections,
    idle,
    ending: 1, // whoever asked has an answer by then
    // Long enough to look it up after a request has failed, and to ask there.
    ...search ? { patience: 150, find: async () => asReader(await search.get()) } : {},
  });
  const limited = limitedQueries(reader, { waiting, timeout });
  const ask: OrdersDb["ask"] = async <T extends Row>(
    text: string,
    parameters: readonly (string | number)[] = [],
  ) => (await limited<T>(text, { parameters })).rows;
  const keeper = views ? keepViews(endpoint, { find: search?.get, idle, log }) : undefined;
  const watch = openTableWatch({ ask, tableOf: reader.tableOf, keeper });
  const db: OpenOrdersDb = {
    async ask<T extends Row>(text: string, parameters: readonly (string | number)[] = []) {
      try {
        return await ask<T>(text, parameters);
      } catch (error) {
        // A table was dropped, or QuestDB is another one now: what is known of it may be wrong.
        watch.forget();
        products.forget();
        for (const tail of tails.values()) tail.forget();
        db.onError?.(error);
        throw error;
      }
    },
    nameOf: (stream) => quoted(reader.tableOf(stream)),
    viewOf: ({ name }) => quoted(reader.prefix + name),
    facts: watch.get,
    tail(lines) {
      const known = tails.get(lines) ??
        cached(() => readTail(db, lines), { fresh: 250, stale: 500 });
      tails.set(lines, known);
      return known.get();
    },
    products: () => products.get(),
    async close() {
      await Promise.all([keeper?.close(), reader.close()]);
    },
  };
  const tails = new Map<NamedLines, Cached<Tail | undefined>>();
  const products = cached(() => knownProducts(db), { fresh: 1000, stale: 1000 });
  return db;
}
