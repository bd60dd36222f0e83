import { createTopics, describeTopics } from "../../kafka/topic_admin.ts";
import { readTopic } from "../../kafka/read.ts";
import { topicsOf } from "../../kafka/topics.ts";
import { openProducer } from "../../kafka/producer.ts";
import { kafkaForFlink } from "../../stack/engines/flink/kafka_for_flink.ts";
import { engineFolder, findStack } from "../../stack/mod.ts";
import { dropFlinkWindow } from "../../windows/flink/drop.ts";
import { runFlinkOnce } from "../../windows/flink/run_once.ts";
import { outputStream } from "../../windows/output.ts";
import { withKafka } from "../with_kafka.ts";
import type { RunOn } from "./engine_run.ts";
import { withFirstRow } from "./first_row.ts";
import { requireRecords } from "./no_records.ts";
import { isDeclared } from "./runnable.ts";

/**
 * As a bounded job of a Flink that runs; none is started, as that takes long. What a notebook's window wrote
 * before is removed: it may have been declared differently.
 */
export const onFlink: RunOn = async (window, { signal, log }) => {
  const declared = isDeclared(window, "flink");
  const { endpoints, mode } = await findStack({ need: ["kafka", "flink"] });
  const { flink } = endpoints;
  const endpoint = kafkaForFlink(endpoints.kafka, mode);
  const folder = mode === "java" ? engineFolder("flink") : undefined;
  return await withKafka(async (kafka) => {
    await requireRecords(kafka, window);
    if (!declared) {
      await dropFlinkWindow(window, { kafka, flink, folder, ...signal ? { signal } : {} });
    }
    const [rows] = topicsOf(outputStream(window, "flink"), kafka.prefix);
    await createTopics(kafka, [rows!]);
    const [before] = await describeTopics(kafka, [rows!.topic]);
    const from = new Map(before!.partitions.map(({ partition, end }) => [partition, end]));
    let job: string | undefined;
    const onState = (id: string) => {
      if (job === undefined) {
        log(`Flink runs the job ${id}${flink.rest ? `, see ${flink.rest}` : ""}`);
      }
      job = id;
    };
    const producer = await openProducer(kafka, { signal });
    try {
      return await withFirstRow(
        () => runFlinkOnce(window, { flink, folder, kafka, producer, endpoint, signal, onState }),
        async (signal) => {
          for await (const _ of readTopic(kafka, rows!.topic, { from, signal })) return true;
          return false;
        },
      );
    } finally {
      await producer.close().catch(() => {}); // nothing of ours is under way, or an error is
    }
  }, signal);
};
