/** The Flink table of a window's output. */
import type { KafkaEndpoint } from "../../config.ts";
import { topicName } from "../../kafka/topic_names.ts";
import { outputStream } from "../output.ts";
import type { Window } from "../window.ts";
import { kafkaOptions } from "./kafka_options.ts";
import { quoteName, withOptions } from "./quote.ts";
import { flinkType } from "./source_table.ts";

/**
 * Milliseconds after which Kafka ends a transaction: the most that brokers allow by default; Flink's is an hour.
 */
export const TRANSACTION_TIMEOUT = 900_000;

/**
 * The statement that declares the topic `<window>_flink`, which must exist, as a temporary table of that
 * name.
 *
 * It is `upsert-kafka`: a message's key is the JSON of the window's start and keys, as `messageKey()` makes
 * it, so the compacted topic keeps one row of each window whatever is written again. In transactions too,
 * so that who reads only what is committed sees each row once, also after a restart; a row can be read
 * after the checkpoint that follows it. Only keys that are numbers may be written in another way than
 * `messageKey()` does, 41.0 for 41, which is one key nevertheless, as each engine has a topic of its own.
 *
 * @param transactions Names the transactions. A job with the same name ends those that a killed job left
 * open, which would hold back all readers for 15 minutes. @default the topic
 */
export function sinkTable(window: Window, kafka: KafkaEndpoint, transactions?: string): string {
  const stream = outputStream(window, "flink");
  const topic = topicName(stream, kafka.prefix);
  const columns = [
    `${quoteName("window_start")} STRING`,
    ...stream.columns.map(({ name, type }) => `${quoteName(name)} ${flinkType(type)}`),
    `PRIMARY KEY (${["window_start", ...window.by].map(quoteName).join(", ")}) NOT ENFORCED`,
  ];
  const table = withOptions({
    "connector": "upsert-kafka",
    "topic": topic,
    ...kafkaOptions(kafka),
    "key.format": "json",
    "value.format": "json",
    "sink.delivery-guarantee": "exactly-once",
    "sink.transactional-id-prefix": transactions ?? topic,
    "properties.transaction.timeout.ms": String(TRANSACTION_TIMEOUT),
  });
  return `CREATE TEMPORARY TABLE ${quoteName(stream.name)} (\n  ${
    columns.join(",\n  ")
  }\n) ${table}`;
}
