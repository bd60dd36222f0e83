/** The same window as a person would write it in Flink's SQL: duplicates counted, nothing checked. */
import { kafkaOptions } from "../../lib/windows/flink/kafka_options.ts";
import { withOptions } from "../../lib/windows/flink/quote.ts";
import { transactions } from "../../lib/feeds/transactions/transactions.ts";
import type { FlinkEndpoint, KafkaEndpoint } from "../../lib/config.ts";
import { connectKafka } from "../../lib/kafka/client.ts";
import { createTopics, deleteTopics } from "../../lib/kafka/topic_admin.ts";
import { runFlinkJob } from "./flink_job.ts";

/** Runs it over all that the topic holds. @returns Seconds from its submission to its end. */
export async function runPlainFlink(
  { flink, kafka: endpoint }: { flink: FlinkEndpoint; kafka: KafkaEndpoint },
  signal: AbortSignal,
): Promise<number> {
  const kafka = await connectKafka(endpoint);
  const output = `${kafka.prefix}plain_flink`;
  await createTopics(kafka, [{ topic: output, partitions: 1, config: {} }]);
  try {
    const setUp = script(kafka.topicOf(transactions), output, endpoint);
    return await runFlinkJob(flink, { what: "The plain window", setUp, insert: INSERT }, signal);
  } finally {
    await deleteTopics(kafka, [output]);
    await kafka.close();
  }
}

function script(input: string, output: string, endpoint: KafkaEndpoint): string[] {
  const source = {
    "connector": "kafka",
    "topic": input,
    ...kafkaOptions(endpoint),
    "properties.group.id": output,
    "scan.startup.mode": "earliest-offset",
    "scan.bounded.mode": "latest-offset",
    "scan.watermark.emit.strategy": "on-event",
    "format": "json",
    "json.timestamp-format.standard": "ISO-8601",
  };
  const sink = {
    "connector": "upsert-kafka",
    "topic": output,
    ...kafkaOptions(endpoint),
    "key.format": "json",
    "value.format": "json",
  };
  return [
    "SET 'execution.runtime-mode' = 'streaming'",
    "SET 'table.local-time-zone' = 'UTC'",
    "SET 'parallelism.default' = '1'",
    `CREATE TEMPORARY TABLE payments (
      event_timestamp TIMESTAMP_LTZ(3), user_id STRING, total_paid DOUBLE, status STRING,
      WATERMARK FOR event_timestamp AS event_timestamp - INTERVAL '5' SECOND
    ) ${withOptions(source)}`,
    `CREATE TEMPORARY TABLE totals (
      window_start TIMESTAMP_LTZ(3), total_paid DOUBLE, total_transactions BIGINT, mean DOUBLE,
      PRIMARY KEY (window_start) NOT ENFORCED
    ) ${withOptions(sink)}`,
  ];
}

const INSERT = `INSERT INTO totals
  SELECT window_start, SUM(total_paid), COUNT(*), AVG(total_paid)
  FROM TABLE(TUMBLE(TABLE payments, DESCRIPTOR(event_timestamp), INTERVAL '3' SECOND))
  WHERE status = 'Paid' GROUP BY window_start, window_end`;
