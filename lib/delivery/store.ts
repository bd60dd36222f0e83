import type { QuestdbEndpoint } from "../config.ts";
import { autoCreateWarning } from "../questdb/auto_create.ts";
import { connectQuestdb, type Questdb } from "../questdb/client.ts";
import { openTransport, type Transport } from "../questdb/transport.ts";

/** QuestDB opened for writing: a client for tables and checks, a transport for rows. */
export interface Store {
  db: Questdb;
  transport: Transport;
}

/** Options for {@linkcode withStore}. */
export interface StoreOptions {
  /** Ends the wait for a QuestDB that cannot be reached. */
  signal?: AbortSignal | undefined;
  /** Called with a sentence if a setting of QuestDB endangers the tables. */
  onWarning?: ((text: string) => void) | undefined;
}

/** Opens QuestDB, does some work with it, and closes it. */
export async function withStore<T>(
  endpoint: QuestdbEndpoint,
  { signal, onWarning }: StoreOptions,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const db = connectQuestdb(endpoint);
  try {
    const transport = await openTransport(endpoint, { signal });
    const warning = onWarning && await autoCreateWarning(db);
    if (warning) onWarning(warning);
    return await work({ db, transport });
  } finally {
    await db.close();
  }
}
