import { namespacePrefix, type QuestdbEndpoint } from "../config.ts";
import { UnavailableError } from "../errors.ts";
import { connectQuestdb, type Questdb } from "../questdb/client.ts";
import { findStack } from "../stack/mod.ts";

/** The QuestDB that this notebook asks. */
export interface NotebookDb {
  endpoint: QuestdbEndpoint;
  /** Before table names: the namespace with its underscore, or nothing. */
  prefix: string;
  /** Over the wire, times as Date. */
  db: Questdb;
  /** Over the wire, times as text. */
  textDb: Questdb;
}

let found: Promise<NotebookDb> | undefined;

/**
 * The running QuestDB, looked for once. Kafka may be away.
 *
 * @throws {UnavailableError} None answers, with the command that starts it.
 */
export async function questdb(): Promise<NotebookDb> {
  try {
    return await (found ??= find());
  } catch (error) {
    found = undefined;
    throw error;
  }
}

async function find(): Promise<NotebookDb> {
  const prefix = namespacePrefix();
  const { endpoints } = await findStack({ need: ["questdb"] });
  const endpoint = endpoints.questdb;
  // Connections that idle would keep a process from ending.
  const open = (times: "date" | "text") =>
    connectQuestdb(endpoint, { prefix, times, idle: 0.5, connections: 3 });
  return { endpoint, prefix, db: open("date"), textDb: open("text") };
}

/** Does something with the database, and looks for it anew next time where it is away. */
export async function withQuestdb<T>(work: (at: NotebookDb) => Promise<T>): Promise<T> {
  try {
    return await work(await questdb());
  } catch (error) {
    if (error instanceof UnavailableError) await disconnect();
    throw error;
  }
}

/** Closes the connections; the next query opens new ones. */
export async function disconnect(): Promise<void> {
  const last = found;
  found = undefined;
  const open = await last?.catch(() => undefined);
  await Promise.all([open?.db.close(), open?.textDb.close()]);
}
