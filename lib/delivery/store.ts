import type { QuestdbEndpoint } from "../config.ts";
import { connectQuestdb, type Questdb } from "../questdb/client.ts";
import { openTransport, type Transport } from "../questdb/transport.ts";

/** QuestDB opened for writing: a client for tables and checks, a transport for rows. */
export interface Store {
  db: Questdb;
  transport: Transport;
}

/**
 * Opens QuestDB, does some work with it, and closes it.
 *
 * @param options `signal`: ends the wait for a QuestDB that cannot be reached.
 */
export async function withStore<T>(
  endpoint: QuestdbEndpoint,
  { signal }: { signal?: AbortSignal | undefined },
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const db = connectQuestdb(endpoint);
  try {
    return await work({ db, transport: await openTransport(endpoint, { signal }) });
  } finally {
    await db.close();
  }
}
