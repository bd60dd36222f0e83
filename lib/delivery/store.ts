import type { QuestdbEndpoint } from "../config.ts";
import { connectQuestdb, type Questdb } from "../questdb/client.ts";
import type { AwayOptions } from "../questdb/patiently.ts";
import { openTransport, type Transport } from "../questdb/transport.ts";

/** QuestDB opened for writing: a client for tables and checks, a transport for rows. */
export interface Store {
  db: Questdb;
  transport: Transport;
}

/**
 * Opens QuestDB, does some work with it, and closes it.
 *
 * @param options How to wait for a QuestDB that is away, and `find`: looks up where it is by now.
 */
export async function withStore<T>(
  endpoint: QuestdbEndpoint,
  options: AwayOptions & { find?: () => Promise<QuestdbEndpoint | undefined> },
  work: (store: Store) => Promise<T>,
): Promise<T> {
  // What writers ask may run twice: they read, or create what does not exist yet.
  const db = connectQuestdb(endpoint, options);
  try {
    return await work({ db, transport: await openTransport(endpoint, options) });
  } finally {
    await db.close();
  }
}
