import type { KafkaClient } from "./client.ts";
import { disconnect } from "./disconnect.ts";
import { fetchOnce } from "./group/fetch.ts";
import { describeTopics } from "./topic_admin.ts";
import type { IncomingBatch, Position } from "./wire/fetch_request.ts";

/** A topic that is read from its start to its end, and from there to its new end, again and again. */
export interface TopicTail {
  /**
   * Reads on to the end that the topic has when this is called, or beyond it. So what Kafka has
   * acknowledged before the call has been read when it resolves. Calls take turns.
   *
   * @param onBatch Called with each batch; those of a partition come in order.
   * @throws {UnavailableError} Kafka stayed away.
   * @throws {Error} The topic was deleted, or what was not read yet has expired.
   */
  catchUp(onBatch: (batch: IncomingBatch) => void): Promise<void>;
  /** Closes its connections. */
  close(): Promise<void>;
}

/** Everything that is there, at once: it is asked for before each batch of another topic. */
const LIMITS = { maxBytesPerPartition: 4 << 20, maxBytes: 16 << 20, minBytes: 0, maxWait: 0 };

/**
 * Opens a topic for reading it to its end repeatedly, without a consumer group.
 *
 * @throws {Error} There is no such topic.
 * @throws {UnavailableError} Kafka stayed away.
 */
export async function openTopicTail(kafka: KafkaClient, topic: string): Promise<TopicTail> {
  const [info] = await describeTopics(kafka, [topic]);
  const positions: Position[] = info!.partitions
    .map(({ partition, start }) => ({ topic, partition, offset: start }));
  const cluster = kafka.newCluster();
  const action = `read ${topic}`;
  let turn: Promise<void> = Promise.resolve();
  const close = () => disconnect(cluster, kafka.log);

  /** Partitions that were added meanwhile are read from their start. */
  function addPartitions(): void {
    for (const { partitionId } of cluster.findTopicPartitionMetadata(topic)) {
      if (positions.some(({ partition }) => partition === partitionId)) continue;
      positions.push({ topic, partition: partitionId, offset: 0 });
    }
  }
  async function readOn(onBatch: (batch: IncomingBatch) => void): Promise<void> {
    let behind: Position[] = positions;
    while (behind.length > 0) {
      const batches = await kafka.retry(action, () => fetchOnce(cluster, behind, LIMITS));
      const left: Position[] = [];
      for (const batch of batches) {
        const position = positions.find(({ partition }) => partition === batch.partition)!;
        position.offset = batch.nextOffset;
        if (batch.messages.length > 0) onBatch(batch);
        if (batch.nextOffset < batch.highWatermark) left.push(position);
      }
      behind = left;
    }
  }
  try {
    await kafka.retry(action, async () => {
      await cluster.connect();
      await cluster.addMultipleTargetTopics([topic]);
    });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    catchUp(onBatch) {
      addPartitions();
      const mine = turn.then(() => readOn(onBatch));
      turn = mine.catch(() => {}); // thrown to the caller by `mine`
      return mine;
    },
    close,
  };
}
