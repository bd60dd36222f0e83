import type { Questdb } from "../questdb/client.ts";
import type { Stream } from "../streams/stream.ts";
import { UnknownFields, type UnknownFieldsOptions } from "./unknown_fields.ts";

/**
 * What became of every record of one stream in one run. At the end `read` = `published` +
 * `rejected`, except in a run that failed before Kafka had acknowledged everything.
 */
export interface Account {
  stream: string;
  /** Records that the source yielded, good and bad. */
  read: number;
  /** Records that passed the check and that Kafka has acknowledged, or, directly, QuestDB's writer has taken. */
  published: number;
  /** Records that the source or the check refused; each is a dead letter with its reason. */
  rejected: number;
  /** Published records that are applied to the table, by whichever sink; null without a sink. */
  stored: number | null;
  /** Dead letters of this run: `rejected`, and what QuestDB refused. */
  deadLettered: number;
  /**
   * Values of fields that the stream does not declare, in the good records: left out of the table, or
   * kept in its column `unknown_fields`, as the stream says.
   */
  unknownFields: number;
  /** Rows of the table afterwards, whichever run they came from; null without a sink or a table. */
  rows: number | null;
}

/** The summary of a run, as `--json` prints it. */
export interface Summary extends Account {
  seconds: number;
  /** Stored (without a sink: published) records a second, from the first read to the last applied. */
  rowsPerSecond: number;
}

/** The accounts of a run, one for each stream of its source. */
export interface Accounts {
  /** The account of a stream, opened at its first mention. */
  of(stream: Stream): Account;
  /** Streams in the order of their first mention. */
  readonly streams: readonly Stream[];
  /** Counts fields of a record that its stream does not declare. */
  unknown(stream: Stream, names: readonly string[]): void;
  /** Reports that a stream's account has changed. */
  report(stream: Stream, share?: number): void;
}

/** The account of a stream before anything is read. */
export function emptyAccount({ name }: Stream): Account {
  const none = { read: 0, published: 0, rejected: 0, stored: null, deadLettered: 0 };
  return { stream: name, ...none, unknownFields: 0, rows: null };
}

/** Opens the accounts of a run. */
export function openAccounts(
  onChange: (account: Account, share?: number) => void = () => {},
  options: UnknownFieldsOptions = {},
): Accounts {
  const accounts = new Map<Stream, Account>();
  const fields = new UnknownFields(options);
  function of(stream: Stream): Account {
    const known = accounts.get(stream);
    if (known) return known;
    const account = emptyAccount(stream);
    accounts.set(stream, account);
    return account;
  }
  return {
    of,
    get streams() {
      return [...accounts.keys()];
    },
    unknown(stream, names) {
      fields.add(stream, names);
      of(stream).unknownFields = fields.count(stream);
    },
    report: (stream, share) => onChange(of(stream), share),
  };
}

/** Counts the rows that the tables hold now. */
export async function countRows(db: Questdb, accounts: Accounts): Promise<void> {
  for (const stream of accounts.streams.filter((stream) => stream.table)) {
    const [row] = await db.sql<{ rows: number }>`select count() as rows from ${stream}`;
    accounts.of(stream).rows = row!.rows;
  }
}

/** Adds the time that a run took. */
export function summarize(account: Account, milliseconds: number): Summary {
  const seconds = Math.round(milliseconds) / 1000;
  const done = account.stored ?? account.published;
  return { ...account, seconds, rowsPerSecond: seconds > 0 ? Math.round(done / seconds) : 0 };
}
