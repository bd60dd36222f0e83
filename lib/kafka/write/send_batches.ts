import {
  type Cluster,
  createErrorFromCode,
  LEADER_NOT_AVAILABLE,
  MESSAGE_TOO_LARGE,
} from "../kafkajs_internals.ts";
import { isTransient } from "../errors.ts";
import { produceRequest } from "../wire/produce_request.ts";
import type { PartitionQueue } from "./partition_queue.ts";

/**
 * Sends the first batch of each queue to its partition's leader, once. Queues whose batch is
 * acknowledged or refused as too large are removed from the set.
 *
 * @param on `ack` is called with the offset of the batch's first message.
 * @throws A failure, if there is any; the batches of the queues left in the set may be sent again.
 */
export async function sendBatches(
  cluster: Cluster,
  left: Set<PartitionQueue>,
  on: {
    ack: (queue: PartitionQueue, offset: number) => void;
    tooLarge: (queue: PartitionQueue) => void;
  },
): Promise<void> {
  const byLeader = Map.groupBy(left, (queue) => leaderOf(cluster, queue));
  const failures: unknown[] = [];
  await Promise.all([...byLeader].map(async ([nodeId, queues]) => {
    try {
      const broker = await cluster.findBroker({ nodeId });
      const results = await broker.connectionPool.send(produceRequest(
        queues.map(({ topic, partition, first }) => ({ topic, partition, bytes: first.seal() })),
      ));
      for (const { topic, partition, errorCode, baseOffset } of results) {
        const queue = queues.find((one) => one.topic === topic && one.partition === partition);
        if (errorCode === MESSAGE_TOO_LARGE && queue && left.delete(queue)) {
          on.tooLarge(queue);
        } else if (errorCode !== 0) {
          failures.push(createErrorFromCode(errorCode));
        } else if (!queue || !left.has(queue) || baseOffset < 0) {
          const at = `${topic}/${partition} at offset ${baseOffset}`;
          failures.push(new Error(`Cannot use Kafka's answer to a write: it acknowledges ${at}`));
        } else {
          left.delete(queue);
          on.ack(queue, baseOffset);
        }
      }
    } catch (error) {
      failures.push(error);
    }
  }));
  // What a retry cannot mend comes first, so that it is not hidden by what may pass.
  const failure = failures.find((one) => !isTransient(one)) ?? failures[0];
  if (failure !== undefined) throw failure;
  const [missing] = left;
  if (missing) {
    const { topic, partition } = missing;
    throw new Error(`Cannot write to ${topic}/${partition}: Kafka's answer omits it`);
  }
}

function leaderOf(cluster: Cluster, { topic, partition }: PartitionQueue): number {
  const found = cluster.findTopicPartitionMetadata(topic)
    .find((meta) => meta.partitionId === partition);
  if (!found || found.leader < 0) throw createErrorFromCode(LEADER_NOT_AVAILABLE);
  return found.leader;
}
