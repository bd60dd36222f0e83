import type { Static, TObject } from "typebox";
import type { Check } from "./check.ts";
import type { Column, TimeDigits } from "./fields.ts";
import type { Times } from "./times.ts";
import type { UnknownPolicy } from "./unknown.ts";

export type { Column } from "./fields.ts";

/** The declaration of a stream, for `defineStream`. */
export interface StreamOptions<S extends TObject> {
  /** Name of the topic and the table, without the namespace's prefix: lower-case letters, digits and `_`. */
  name: string;
  /** Field that becomes the Kafka message key. */
  key: string & keyof Static<S>;
  /** Field with the record's time; stored once, as the designated timestamp `timestamp`. */
  time: string;
  /** Fields that identify a record, together with the time. A second copy changes nothing. */
  identity: readonly (string & keyof Static<S>)[];
  /** The fields of a record, or of `before` and `after` in a change stream. */
  schema: S;
  /** Time span of a table partition. @default "DAY" */
  partitionBy?: "HOUR" | "DAY" | "WEEK" | "MONTH" | "YEAR";
  /** Rows older than this are dropped from the table: `30d`, `12h`. @default never */
  ttl?: `${number}${"h" | "d" | "w" | "M" | "y"}`;
  /** Number of the topic's partitions. @default 2 */
  partitions?: number;
  /** Compact the topic: keep the newest message per key forever, not all for a time. @default false */
  compact?: boolean;
  /** How long the topic keeps messages: `7d`. @default 7d */
  retention?: string;
  /** Whether the stream has a table. @default true */
  table?: boolean;
  /**
   * Fields whose values never appear in logs, errors and dead letters. There, a stream with such fields also
   * leaves out undeclared fields, and values that their own field's schema refuses: they may be a
   * sensitive value in the wrong place.
   * @default []
   */
  sensitive?: readonly (string & keyof Static<S>)[];
  /**
   * Messages are Debezium change events, `{before, after, op, ts_ms}` with the schema's fields in
   * `before` and `after`, with or without Kafka Connect's `{schema, payload}` around them; `time` is `ts_ms`, to the microsecond if the event has `ts_us`; the table
   * keeps every change, with the columns `op` and `change_position`, which orders the changes of one
   * moment.
   * @default false
   */
  changes?: boolean;
  /**
   * Fractional digits of the times in the messages that we write: milliseconds or microseconds. A
   * record with a finer time is refused, never rounded. Messages of others may have zero to six
   * digits; the table stores microseconds. Does not apply to `ts_ms`.
   * @default 3
   */
  timeDigits?: TimeDigits;
  /**
   * What becomes of a record's fields that the schema does not have, as from a producer of a newer
   * version: `ignore` stores the record without them and counts them; `keep` stores them as JSON text
   * in a column `unknown_fields`; `refuse` rejects the record. Applies to the fields of a record and
   * of `after` or `before`; those of a nested object are part of its JSON text.
   * @default "ignore"
   */
  unknown?: UnknownPolicy;
  /** Conditions between fields, beyond the schema; in a change stream, between those of `after`. */
  rules?: ((record: Static<S>) => { field: string; reason: string } | undefined)[];
}

/** A declared stream. */
export interface Stream<T = Record<string, unknown>> extends Check, Pick<Times, "finerTime"> {
  readonly name: string;
  readonly key: string;
  readonly time: string;
  /** Format of the time: ISO text, whole milliseconds since 1970, or what `EpochTime()` takes. */
  readonly timeFormat: "iso" | "ms" | "epoch";
  readonly identity: readonly string[];
  readonly partitionBy: string;
  readonly ttl: string | undefined;
  readonly partitions: number;
  readonly compact: boolean;
  readonly retention: string;
  readonly table: boolean;
  readonly sensitive: readonly string[];
  readonly changes: boolean;
  readonly timeDigits: TimeDigits;
  readonly unknown: UnknownPolicy;
  /** Names of the schema's fields. */
  readonly fields: readonly string[];
  /** JSON Schema (draft 2020-12) of a message. */
  readonly schema: TObject;
  /** Columns of the table except the designated timestamp. */
  readonly columns: readonly Column[];
  /**
   * The record that a parsed message stands for: a change event without Kafka Connect's wrapper around
   * it, ids as text where the schema takes integers. Null for a deletion in that wrapper. What is no
   * record is returned as it is, and `check` says why; the functions below read what they are given.
   */
  read(message: unknown): T;
  /** The time of a record in milliseconds since 1970; NaN if it has no valid one. */
  millisOf(record: T): number;
  /** Whether a declared field may have this value, whatever the rest of its record is. */
  fits(field: string, value: unknown): boolean;
  /** The key field's value in the key of a message, plain or JSON: of `{"id":7}` it is `7`. */
  keyIn(key: string): string;
  /** The Kafka key of a record. */
  keyOf(record: T): string;
  /** The JSON text of a valid record's message, its times in the stream's fixed form. */
  encode(record: T): string;
  /**
   * Names of a valid record's fields that the stream does not declare, `after/colour` in a change
   * event; always the same list if there are none. They are text from outside, of any length.
   */
  unknownIn(record: T): readonly string[];
  /**
   * The table's row for a record: the record itself, or the fields of a change event. If the stream
   * keeps unknown fields, they are in `unknown_fields`.
   *
   * @param place Orders the changes of one moment whose events do not have the position in their
   * source's log: larger is later. @default 0
   */
  rowOf(record: T, place?: number): Record<string, unknown>;
  /** Never set: it carries the record's type for {@linkcode RecordOf}. */
  readonly recordType?: T;
}

/** A Debezium change event around the fields `T`. */
export type ChangeEvent<T> = {
  /** The record before the change; null for a create or a snapshot read. */
  before?: Partial<T> | null;
  /** The record after the change; null for a delete. */
  after?: T | null;
  /** c create, u update, d delete, r read in a snapshot. */
  op: "c" | "u" | "d" | "r";
  /** When the change was captured, in milliseconds since 1970. */
  ts_ms: number;
  /** The same time in microseconds, if the source knows it. */
  ts_us?: unknown;
  /** Where the change stands in the source database's log, in the terms of its connector. */
  source?: unknown;
};

/** The type of a stream's records: `RecordOf<typeof taxiTrips>`. */
export type RecordOf<S> = S extends Stream<infer T> ? T : never;
