import type { KafkaClient } from "../lib/kafka/client.ts";
import type { Answer, Row } from "../lib/questdb/answer.ts";
import type { Questdb, QuestdbOptions } from "../lib/questdb/client.ts";
import type { Sql } from "../lib/questdb/sql_template.ts";
import type { Stream } from "../lib/streams/stream.ts";

/** Options for a query given as text. */
export interface ReadOptions {
  /** Values for `$1`, `$2`, … in the text. @default none */
  parameters?: readonly (string | number)[];
  /** Cancels it in the database. */
  signal?: AbortSignal;
  /** How long it may take, waiting included, in milliseconds. @default 10000 */
  timeout?: number;
}

/** Connections of their own. */
export type ReaderOptions = Pick<QuestdbOptions, "times" | "connections">;

/** What pages and their routes use of the server: one of each for all viewers. */
export interface DashboardServices {
  /**
   * Asks QuestDB over the PostgreSQL wire, as the user who may only read.
   *
   * @throws {OverloadedError} Too many queries wait already, or it took too long.
   */
  ask<T extends Row = Row>(text: string, options?: ReadOptions): Promise<Answer<T>>;
  /** Whether `ask` is a user who can only read; false on an external QuestDB without one. */
  readonly readOnly: boolean;
  /**
   * Connections of the user who may only read, apart from the panels', which must not wait for them. They
   * are closed with the services.
   *
   * @throws {UsageError} There is no such user: `readOnly` is false.
   */
  openReader(options: ReaderOptions): Questdb;
  /** A tag for queries that `signal` cancels. */
  sql(signal?: AbortSignal): Sql;
  tableOf(stream: Stream): string;
  /** The namespace with its underscore, or "". */
  readonly prefix: string;
  has(stream: Stream): Promise<boolean>;
  /** The time of the newest row of any of these streams; undefined without rows. */
  newest(streams: readonly Stream[]): Promise<Date | undefined>;
  /** @throws {UnavailableError} Kafka is away. */
  kafka(): Promise<KafkaClient>;
  /** The folder of `--data`. */
  readonly data: string | undefined;
  /** For the person who runs the server. */
  log(line: string): void;
}
