import type { Cluster } from "../kafkajs_internals.ts";
import {
  type FetchLimits,
  fetchRequest,
  type IncomingBatch,
  type Position,
} from "../wire/fetch_request.ts";

/** Fetches once from every position, each from its partition's leader. */
export async function fetchOnce(
  cluster: Cluster,
  positions: Position[],
  limits: FetchLimits,
): Promise<IncomingBatch[]> {
  await cluster.refreshMetadataIfNecessary();
  const byLeader = Map.groupBy(positions, ({ topic, partition }) => {
    const partitions = cluster.findTopicPartitionMetadata(topic);
    return partitions.find((meta) => meta.partitionId === partition)?.leader ?? -1;
  });
  const fetched = await Promise.all([...byLeader].map(async ([nodeId, wanted]) => {
    const broker = await cluster.findBroker({ nodeId });
    return await broker.connectionPool.send(fetchRequest(wanted, limits));
  }));
  return fetched.flat();
}
