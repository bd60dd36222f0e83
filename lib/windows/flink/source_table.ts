/** The Flink table of a stream's topic. */
import type { KafkaEndpoint } from "../../config.ts";
import { topicName } from "../../kafka/topic_names.ts";
import { TIME_PATTERN } from "../../streams/fields.ts";
import type { Column, Stream } from "../../streams/stream.ts";
import { kafkaOptions } from "./kafka_options.ts";
import { interval, quoteName, quoteText, withOptions } from "./quote.ts";

/** The form of a time, as {@linkcode TIME_PATTERN}, with hours: CAST takes 24:00 for the next day. */
const TIME = TIME_PATTERN.replace("T\\d\\d", "T(?:[01]\\d|2[0-3])");

/** The record's time to the millisecond, Flink's time attribute. No field of a stream has capitals. */
export const EVENT_TIME = "eventTime";
/** The record's time to the microsecond, as it is part of a record's identity. */
export const EVENT_TIME_MICROS = "eventTimeMicros";

/** Options of {@linkcode sourceTable}. */
export interface SourceOptions {
  kafka: KafkaEndpoint;
  /** The consumer group, with which Flink's progress can be seen. */
  group: string;
  /** Milliseconds by which a record may be older than the newest of its partition. @default 0 */
  grace?: number;
  /**
   * Milliseconds after which a silent partition no longer holds back the time. Not if bounded: there a
   * partition does so until its last record, however long that takes. @default 30,000
   */
  idle?: number;
  /** A record further ahead of the clock, in milliseconds, does not move the watermark. @default a day */
  ahead?: number;
  /** Whether to end with the records that are there at the start. @default false */
  bounded?: boolean;
  /** Only these fields and the time. @default all */
  fields?: readonly string[];
}

/**
 * The statement that declares a stream's topic as a temporary table of the stream's name. Besides the
 * fields it has {@linkcode EVENT_TIME} with the watermark and {@linkcode EVENT_TIME_MICROS}.
 *
 * No record is lost silently: one that is not JSON, has text for a number, has no valid time, or lacks
 * another required field makes the job fail. Its exception names the reason and holds the record, whatever
 * is declared sensitive. The schema's further conditions, as bounds and patterns, are not checked, nor are
 * fields that are left out here. A message without a value is passed over; one that is a list counts as
 * the records in it.
 *
 * The watermark is the newest time of each partition less the grace, after every record, so that which
 * records are late does not depend on the clock. A partition without a record holds back the others until
 * it has been idle.
 *
 * @throws {TypeError} The stream holds change events, or times in a raw form.
 */
export function sourceTable(stream: Stream, options: SourceOptions): string {
  const { kafka, group, grace = 0, idle = 30_000, ahead = 86_400_000, bounded = false } = options;
  if (stream.changes) {
    throw new TypeError(`Cannot declare ${stream.name} in Flink: it holds change events`);
  }
  if (stream.timeFormat === "epoch") {
    throw new TypeError(`Cannot declare ${stream.name} in Flink: its times are in a raw form`);
  }
  const columns = stream.columns.filter(({ name }) =>
    stream.fields.includes(name) && (options.fields?.includes(name) ?? true)
  );
  const required = columns.filter(({ nullable }) => !nullable).map(({ name }) => name);
  const event = quoteName(EVENT_TIME);
  const lines = [
    `${quoteName(stream.time)} STRING`,
    ...columns.map(({ name, type }) => `${quoteName(name)} ${flinkType(type)}`),
    `${quoteName(EVENT_TIME_MICROS)} AS CAST(${timeText(stream)} AS TIMESTAMP(6))`,
    `${event} AS CAST(${checkedTime(stream, required)} AS TIMESTAMP(3))`,
    // Flink passes over a watermark that is null. LOCALTIMESTAMP is in the session's zone, UTC.
    `WATERMARK FOR ${event} AS CASE\n` +
    `    WHEN ${event} <= LOCALTIMESTAMP + ${interval(ahead)} THEN ${event} - ${
      interval(grace)
    }\n` +
    "  END",
  ];
  const table = withOptions({
    "connector": "kafka",
    "topic": topicName(stream, kafka.prefix),
    ...kafkaOptions(kafka),
    "properties.group.id": group,
    "properties.isolation.level": "read_committed",
    "scan.startup.mode": "earliest-offset",
    ...bounded ? { "scan.bounded.mode": "latest-offset" } : {},
    "scan.watermark.emit.strategy": "on-event",
    // Of a bounded topic no partition is silent, only not read yet. 0 ms would be never.
    ...bounded ? {} : { "scan.watermark.idle-timeout": `${Math.max(1, Math.floor(idle))} ms` },
    "format": "json",
    "json.ignore-parse-errors": "false",
    "json.fail-on-missing-field": "false", // a nullable field may be absent; the others are checked above
  });
  return `CREATE TEMPORARY TABLE ${quoteName(stream.name)} (\n  ${lines.join(",\n  ")}\n) ${table}`;
}

/** The type of a column's values as they are in messages: times and the like are text. */
export function flinkType(type: Column["type"]): "BIGINT" | "DOUBLE" | "BOOLEAN" | "STRING" {
  switch (type) {
    case "LONG":
      return "BIGINT";
    case "DOUBLE":
    case "BOOLEAN":
      return type;
    default:
      return "STRING";
  }
}

/** The time in the form that CAST reads, to the last digit. */
function timeText({ time }: Stream): string {
  return `REPLACE(REPLACE(${quoteName(time)}, 'T', ' '), 'Z', '')`;
}

/**
 * The same, but for a record that lacks a required field or has no valid time a text that CAST refuses,
 * and that is then the reason in the job's exception. The watermark reads it of every record. CAST itself
 * takes 30 February for the 28th, so the days that not all months have are compared.
 */
function checkedTime(stream: Stream, required: readonly string[]): string {
  const time = quoteName(stream.time), text = timeText(stream);
  const refuse = (problem: string) => quoteText(`a record of ${stream.name} ${problem}`);
  const day = `SUBSTRING(${time}, 9, 2)`;
  const invalid = `THEN ${refuse(`has no valid ${stream.time}`)}`;
  const cases = [
    ...[stream.time, ...required].map((field) =>
      `WHEN ${quoteName(field)} IS NULL THEN ${refuse(`lacks ${field}`)}`
    ),
    `WHEN NOT REGEXP(${time}, ${quoteText(TIME)}) ${invalid}`,
    `WHEN ${day} > '28' AND DATE_FORMAT(CAST(${text} AS TIMESTAMP(3)), 'dd') <> ${day} ${invalid}`,
    `ELSE ${text}`,
  ];
  return `CASE\n    ${cases.join("\n    ")}\n  END`;
}
