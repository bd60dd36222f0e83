import type { QuestdbEndpoint } from "../config.ts";
import { autoCreateWarning } from "../questdb/auto_create.ts";
import { connectQuestdb, type Questdb } from "../questdb/client.ts";
import type { AwayOptions } from "../questdb/patiently.ts";
import { openTransport, type Transport } from "../questdb/transport.ts";

/** QuestDB opened for writing: a client for tables and checks, a transport for rows. */
export interface Store {
  db: Questdb;
  transport: Transport;
}

/** Options for {@linkcode withStore}: how to wait for a QuestDB that is away, and what to tell. */
export interface StoreOptions extends AwayOptions {
  /** Looks up where QuestDB is by now. */
  find?: (() => Promise<QuestdbEndpoint | undefined>) | undefined;
  /** Called with a sentence if a setting of QuestDB endangers the tables. */
  onWarning?: ((text: string) => void) | undefined;
}

/** Opens QuestDB, does some work with it, and closes it. */
export async function withStore<T>(
  endpoint: QuestdbEndpoint,
  { onWarning, ...options }: StoreOptions,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  // What writers ask may run twice: they read, or create what does not exist yet.
  const db = connectQuestdb(endpoint, options);
  try {
    const transport = await openTransport(endpoint, options);
    const warning = onWarning && await autoCreateWarning(db);
    if (warning) onWarning(warning);
    return await work({ db, transport });
  } finally {
    await db.close();
  }
}
