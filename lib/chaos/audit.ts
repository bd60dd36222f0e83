import type { Questdb, Row } from "../questdb/client.ts";
import { isMissingTable } from "../questdb/query_error.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { IdSet } from "./id_set.ts";
import { idIn, plan } from "./records.ts";
import { type ChaosRecord, chaosRecords } from "./stream.ts";

/** Rows of one page. */
const PAGE = 50_000;

/** What became of the identities, as the database answers. */
export interface Audit {
  /** Identities among the dead letters of the table `dead_letters`. */
  rejected: number;
  /** Identities in the table. */
  stored: number;
  /** Identities acknowledged by Kafka that are neither stored nor rejected, dropped or discarded. */
  lost: number;
  /** Identities with more than one row, and messages (topic, partition, offset) with more than one dead letter. */
  doubled: number;
  /** Identities that are gone because the tool dropped the table that held them. */
  dropped: number;
  /** Identities that are gone because the tool deleted the topic before they were read. */
  discarded: number;
  /** Rows whose fields are not those sent, good records rejected, bad ones stored, and ids never sent. */
  different: number;
  /** Up to ten ids of each kind of fault, to look for. */
  examples: { lost: number[]; doubled: number[]; different: number[] };
}

/** Identities that the tool's own faults may have taken. */
export interface Taken {
  dropped: IdSet;
  discarded: IdSet;
}

/** Compares every identity with the table and the dead letters. @param next All ids below it were acknowledged. */
export async function audit(
  db: Questdb,
  { seed, next, taken }: { seed: number; next: number; taken: Taken },
): Promise<Audit> {
  const stored = new IdSet();
  const examples = { lost: [] as number[], doubled: [] as number[], different: [] as number[] };
  const found = { lost: 0, doubled: 0, different: 0, dropped: 0, discarded: 0 };
  const count = (kind: keyof typeof examples, id: number) => {
    found[kind]++;
    if (examples[kind].length < 10) examples[kind].push(id);
  };
  for await (const row of rowsOf(db)) {
    const { record, bad } = row.id < next ? plan(seed, row.id) : { record: undefined, bad: "" };
    const fresh = stored.add(row.id);
    if (fresh && (bad !== undefined || !same(record!, row))) count("different", row.id);
  }
  for (const { id } of await doubledRows(db)) count("doubled", id);
  const rejected = new IdSet();
  for (const { record, letters } of await lettersOf(db)) {
    const id = idIn(record);
    if (id === undefined || id >= next || plan(seed, id).bad === undefined) {
      count("different", id ?? -1);
    }
    if (letters > 1) count("doubled", id ?? -1);
    if (id !== undefined) rejected.add(id);
  }
  for (let id = 0; id < next; id++) {
    if (stored.has(id) || rejected.has(id)) continue;
    if (taken.dropped.has(id)) found.dropped++;
    else if (taken.discarded.has(id)) found.discarded++;
    else count("lost", id);
  }
  return { rejected: rejected.size, stored: stored.size, ...found, examples };
}

/** All rows of the table, page by page. Nothing may be written meanwhile. */
export async function* rowsOf(db: Questdb): AsyncGenerator<ChaosRecord> {
  const table = db.tableOf(chaosRecords);
  for (let from = 0;; from += PAGE) {
    const page = await rowsOrNone<ChaosRecord & Row>(
      db,
      `select id, timestamp at, source, region, address, amount, note from "${table}" ` +
        `limit ${from}, ${from + PAGE}`,
    );
    yield* page;
    if (page.length < PAGE) return;
  }
}

function doubledRows(db: Questdb): Promise<{ id: number }[]> {
  const table = db.tableOf(chaosRecords);
  return rowsOrNone<{ id: number }>(
    db,
    `select id from (select id, count() n from "${table}") where n > 1`,
  );
}

/** The dead letters, one row for each message; its text tells apart the messages of a topic that was made again. */
function lettersOf(db: Questdb): Promise<{ record: string; letters: number }[]> {
  const table = db.tableOf(deadLetters);
  return rowsOrNone<{ record: string; letters: number }>(
    db,
    `select source, line, record, count() letters from "${table}" ` +
      `where stream = '${chaosRecords.name}'`,
  );
}

/** The rows; none if the table is not there: a sink makes it again with the first rows that it stores. */
async function rowsOrNone<T extends Row>(db: Questdb, text: string): Promise<T[]> {
  try {
    return (await db.ask<T>(text)).rows;
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw error;
  }
}

function same(sent: ChaosRecord, row: ChaosRecord): boolean {
  return Date.parse(sent.at) === new Date(row.at).getTime() && sent.source === row.source &&
    sent.region === row.region && sent.address === row.address && sent.amount === row.amount &&
    sent.note === row.note;
}
