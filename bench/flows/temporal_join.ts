/** The enrichment as a person would write it in Flink's SQL: a temporal join, nothing checked. */
import type { FlinkEndpoint, KafkaEndpoint } from "../../lib/config.ts";
import { orderItems, products } from "../../lib/feeds/mod.ts";
import { connectKafka } from "../../lib/kafka/client.ts";
import { endOffsets } from "../../lib/kafka/offsets.ts";
import { createTopics, deleteTopics } from "../../lib/kafka/topic_admin.ts";
import { kafkaOptions } from "../../lib/windows/flink/kafka_options.ts";
import { withOptions } from "../../lib/windows/flink/quote.ts";
import { runFlinkJob } from "../windows/flink_job.ts";

/** Runs it over all that the topics hold. @returns Its records, and seconds from its submission to its end. */
export async function runTemporalJoin(
  { flink, kafka: endpoint }: { flink: FlinkEndpoint; kafka: KafkaEndpoint },
  signal: AbortSignal,
): Promise<{ rows: number; seconds: number }> {
  const kafka = await connectKafka(endpoint);
  const output = `${kafka.prefix}temporal_join`;
  await createTopics(kafka, [{ topic: output, partitions: 2, config: {} }]);
  try {
    const topics = { items: kafka.topicOf(orderItems), changes: kafka.topicOf(products), output };
    const job = { what: "The temporal join", setUp: tables(topics, endpoint), insert: INSERT };
    const seconds = await runFlinkJob(flink, job, signal);
    const ends = (await endOffsets(kafka, [output])).get(output)!;
    return { rows: [...ends.values()].reduce((sum, end) => sum + end, 0), seconds };
  } finally {
    await deleteTopics(kafka, [output]);
    await kafka.close();
  }
}

function tables(
  { items, changes, output }: Record<"items" | "changes" | "output", string>,
  endpoint: KafkaEndpoint,
): string[] {
  const own = kafkaOptions(endpoint);
  const bounded = { ...own, "properties.group.id": output, "scan.bounded.mode": "latest-offset" };
  const json = { "format": "json", "json.timestamp-format.standard": "ISO-8601" };
  return [
    "SET 'execution.runtime-mode' = 'streaming'",
    "SET 'table.local-time-zone' = 'UTC'",
    "SET 'parallelism.default' = '1'",
    `CREATE TEMPORARY TABLE items (
      order_id STRING, line BIGINT, created_at TIMESTAMP_LTZ(3), product_id STRING, quantity BIGINT,
      price DOUBLE, WATERMARK FOR created_at AS created_at
    ) ${
      withOptions({
        "connector": "kafka",
        "topic": items,
        ...bounded,
        "scan.startup.mode": "earliest-offset",
        ...json,
      })
    }`,
    `CREATE TEMPORARY TABLE changes (
      id STRING, \`after\` ROW<name STRING, category STRING, price DOUBLE, image STRING>,
      ts_ms BIGINT, changed_at AS TO_TIMESTAMP_LTZ(ts_ms, 3),
      WATERMARK FOR changed_at AS changed_at, PRIMARY KEY (id) NOT ENFORCED
    ) ${
      withOptions({
        "connector": "upsert-kafka",
        "topic": changes,
        ...bounded,
        "key.format": "raw",
        "value.format": "json",
        "value.fields-include": "EXCEPT_KEY",
      })
    }`,
    `CREATE TEMPORARY TABLE enriched (
      order_id STRING, line BIGINT, created_at TIMESTAMP_LTZ(3), product_id STRING, quantity BIGINT,
      item_price DOUBLE, product_name STRING, category STRING, price DOUBLE, image STRING
    ) ${
      withOptions({
        "connector": "kafka",
        "topic": output,
        ...own,
        "key.format": "raw",
        "key.fields": "order_id",
        "value.format": "json",
        "value.json.timestamp-format.standard": "ISO-8601",
      })
    }`,
  ];
}

const INSERT = `INSERT INTO enriched
  SELECT i.order_id, i.line, i.created_at, i.product_id, i.quantity, i.price,
    c.\`after\`.name, c.\`after\`.category, c.\`after\`.price, c.\`after\`.image
  FROM items i JOIN changes FOR SYSTEM_TIME AS OF i.created_at AS c ON i.product_id = c.id`;
