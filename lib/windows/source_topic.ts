import type { KafkaClient } from "../kafka/client.ts";
import { NoSuchTopicError } from "../kafka/errors.ts";
import { describeTopics, type TopicInfo } from "../kafka/topic_admin.ts";
import type { Stream } from "../streams/stream.ts";
import { NoRecordsError } from "./no_records.ts";

/**
 * The topic that a window reads.
 *
 * @throws {NoRecordsError} There is none.
 */
export async function sourceTopic(kafka: KafkaClient, stream: Stream): Promise<TopicInfo> {
  const topic = kafka.topicOf(stream);
  try {
    const [info] = await describeTopics(kafka, [topic]);
    return info!;
  } catch (cause) {
    if (!(cause instanceof NoSuchTopicError)) throw cause;
    throw new NoRecordsError(`Cannot read ${topic}: there is no such topic yet`, stream);
  }
}
