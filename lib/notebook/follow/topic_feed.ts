import { connectKafka, type KafkaClient } from "../../kafka/client.ts";
import { findTopic } from "../../kafka/find_topic.ts";
import { readTopic } from "../../kafka/read.ts";
import { describeTopics } from "../../kafka/topic_admin.ts";
import type { Row } from "../../questdb/answer.ts";
import { findStack } from "../../stack/mod.ts";
import type { Stream } from "../../streams/stream.ts";
import { type TopicPlace, topicRow } from "../topics/topic_row.ts";
import type { Feed } from "./feed.ts";

/** Follows the topic of a stream: its newest messages, then only those that are new. */
export function topicFeed(stream: Stream, keep: number): Feed {
  let client: KafkaClient | undefined;
  let topic = "";
  let from = new Map<number, number>();
  let kept: (Row & TopicPlace)[] = [];
  async function open(signal: AbortSignal): Promise<KafkaClient> {
    const { endpoints } = await findStack({ need: ["kafka"] });
    const opened = await connectKafka(endpoints.kafka, { signal, patience: 10_000 });
    client = opened;
    topic = await findTopic(opened, stream.name);
    const [info] = await describeTopics(opened, [topic]);
    from = new Map(
      info!.partitions.map(({ partition, start, end }) => [partition, Math.max(start, end - keep)]),
    );
    return opened;
  }
  return {
    async next(signal) {
      const kafka = client ?? await open(signal);
      const fresh: (Row & TopicPlace)[] = [];
      for await (const batch of readTopic(kafka, topic, { from, signal })) {
        for (const message of batch.messages) {
          const read = topicRow(batch.partition, message, stream);
          if ("row" in read) fresh.push(read.row as Row & TopicPlace);
        }
        from.set(batch.partition, batch.messages.at(-1)!.offset + 1);
      }
      const time = (row: TopicPlace) => row.kafka_timestamp.getTime();
      kept = [...kept, ...fresh].sort((a, b) => time(a) - time(b)).slice(-keep);
      return {
        rows: kept,
        added: fresh.length,
        newest: kept.at(-1)?.kafka_timestamp,
        name: `topic ${topic}`,
      };
    },
    close: async () => await client?.close(),
  };
}
