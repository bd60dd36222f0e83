import type { KafkaClient } from "./client.ts";
import type { TopicInfo } from "./topic_admin.ts";
import { logDirsRequest } from "./wire/log_dirs_request.ts";

/**
 * Bytes that one copy of each topic takes on the leaders' disks.
 *
 * @returns By topic; without those of a partition that has no leader now.
 * @throws {Error} The brokers do not tell us: they need the right to describe the cluster.
 */
export async function topicSizes(
  kafka: KafkaClient,
  topics: readonly TopicInfo[],
): Promise<Map<string, number>> {
  const leaders = new Set(
    topics.flatMap(({ partitions }) => partitions.map(({ leader }) => leader)),
  );
  const sizes = new Map<string, number>();
  await kafka.ask("read the sizes of topics", async (cluster) => {
    sizes.clear(); // what a request found that failed later
    for (const leader of leaders) {
      if (leader < 0) continue;
      const led = topics.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.filter((one) => one.leader === leader)
          .map(({ partition }) => partition),
      })).filter(({ partitions }) => partitions.length > 0);
      const broker = await cluster.findBroker({ nodeId: leader });
      for (const { topic, bytes } of await broker.connectionPool.send(logDirsRequest(led))) {
        sizes.set(topic, (sizes.get(topic) ?? 0) + bytes);
      }
    }
  });
  return sizes;
}
