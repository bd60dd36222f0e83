import { fillCommand } from "../feeds/fill.ts";
import { feeds } from "../feeds/mod.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { NoSuchTopicError } from "../kafka/errors.ts";
import { describeTopics, type TopicInfo } from "../kafka/topic_admin.ts";
import type { Stream } from "../streams/stream.ts";

/**
 * The topic that a window reads.
 *
 * @throws {Error} There is none; the message has the command that fills it.
 */
export async function sourceTopic(kafka: KafkaClient, stream: Stream): Promise<TopicInfo> {
  const topic = kafka.topicOf(stream);
  try {
    const [info] = await describeTopics(kafka, [topic]);
    return info!;
  } catch (cause) {
    if (!(cause instanceof NoSuchTopicError)) throw cause;
    const fill = fillCommand(feeds, stream.name);
    const hint = fill === undefined ? "" : `. Fill it with: ${fill}`;
    throw new Error(`Cannot read ${topic}: there is no such topic yet${hint}`);
  }
}
