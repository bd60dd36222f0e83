import { type Cluster, createErrorFromCode, LEADER_NOT_AVAILABLE } from "../kafkajs_internals.ts";
import { produceRequest } from "../wire/produce_request.ts";
import type { PartitionQueue } from "./partition_queue.ts";

/**
 * Sends the first batch of each queue to its partition's leader, once. Queues whose batch is
 * acknowledged are removed from the set.
 *
 * @param onAck Called with the offset of the batch's first message.
 * @throws The first failure, if queues are left in the set; their batches may be sent again.
 */
export async function sendBatches(
  cluster: Cluster,
  left: Set<PartitionQueue>,
  onAck: (queue: PartitionQueue, offset: number) => void,
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
        const queue = queues.find((one) => one.topic === topic && one.partition === partition)!;
        if (errorCode !== 0) {
          failures.push(createErrorFromCode(errorCode));
        } else {
          left.delete(queue);
          onAck(queue, baseOffset);
        }
      }
    } catch (error) {
      failures.push(error);
    }
  }));
  if (left.size > 0) throw failures[0];
}

function leaderOf(cluster: Cluster, { topic, partition }: PartitionQueue): number {
  const found = cluster.findTopicPartitionMetadata(topic)
    .find((meta) => meta.partitionId === partition);
  if (!found || found.leader < 0) throw createErrorFromCode(LEADER_NOT_AVAILABLE);
  return found.leader;
}
