import type { QuestdbEndpoint } from "../../config.ts";
import { UnavailableError } from "../../errors.ts";
import type { Questdb } from "../../questdb/client.ts";

/** The QuestDB that this notebook works with. */
export interface NotebookDb {
  endpoint: QuestdbEndpoint;
  /** Connected over the wire as the user who may only read, if one is known, times as Date. */
  db: Questdb;
  /** The same, times as text. */
  textDb: Questdb;
  /** Connected over the wire as the user who may write, times as Date. */
  writer: Questdb;
}

let found: Promise<NotebookDb> | undefined;

/**
 * The running QuestDB, found once and then reused. Kafka need not run.
 *
 * @throws {UnavailableError} None answers; the message has the command that starts it.
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
  // Loaded with the first query, not with the first cell's import.
  const { connectQuestdb } = await import("../../questdb/client.ts");
  const { findStack } = await import("../../stack/mod.ts");
  const { endpoints } = await findStack({ need: ["questdb"] });
  const endpoint = endpoints.questdb;
  // Idle connections would keep a process from ending.
  const open = (at: QuestdbEndpoint, times: "date" | "text") =>
    connectQuestdb(at, { times, idle: 0.5, connections: 3 });
  // Without a reader the user who may write asks, and only what reads by its words is sent as `sql`.
  const reading = { ...endpoint, pg: { ...endpoint.pg, ...endpoint.reader } };
  return {
    endpoint,
    db: open(reading, "date"),
    textDb: open(reading, "text"),
    writer: open(endpoint, "date"),
  };
}

/** Does work with the database; if it is unavailable, it is looked up again next time. */
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
  await Promise.all([open?.db, open?.textDb, open?.writer].map((db) => db?.close()));
}
