import { UsageError } from "../../errors.ts";
import { createTopics, describeTopics } from "../../kafka/topic_admin.ts";
import { readTopic } from "../../kafka/read.ts";
import { topicsOf } from "../../kafka/topics.ts";
import { findStack } from "../../stack/mod.ts";
import { runFlinkOnce } from "../../windows/flink/run_once.ts";
import { outputStream } from "../../windows/output.ts";
import { withKafka } from "../with_kafka.ts";
import type { RunOn } from "./engine_run.ts";
import { withFirstRow } from "./first_row.ts";
import { requireRecords } from "./no_records.ts";
import { isDeclared } from "./runnable.ts";

/** As a bounded job of a Flink that runs; none is started, as that takes long. */
export const onFlink: RunOn = async (window, { signal, log }) => {
  isDeclared(window, "flink");
  const { endpoints, mode } = await findStack({ need: ["kafka", "flink"] });
  if (mode === "docker") {
    throw new UsageError("Cannot run a window on Flink in Docker yet: set TRIBUTARY_STACK=java");
  }
  const { flink, kafka: endpoint } = endpoints;
  return await withKafka(async (kafka) => {
    await requireRecords(kafka, window);
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
    return await withFirstRow(
      () => runFlinkOnce(window, { flink, kafka, endpoint, signal, onState }),
      async (signal) => {
        for await (const _ of readTopic(kafka, rows!.topic, { from, signal })) return true;
        return false;
      },
    );
  }, signal);
};
