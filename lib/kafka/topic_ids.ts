import type { Cluster } from "./kafkajs_internals.ts";
import { topicIdsRequest } from "./wire/topic_ids_request.ts";

/** Metadata requests, by Kafka's number for them, and their first version with names and ids of topics. */
const METADATA = 3, WITH_IDS = 12;

/** What a broker before Kafka 2.8 says of any topic: it knows no ids. */
export const UNKNOWN_ID = "";

/**
 * Ids of topics. A topic that was deleted and made again has another id, so that offsets of the old
 * topic can be told from those of the new one.
 *
 * @returns Ids by topic; {@linkcode UNKNOWN_ID} for each topic if the broker is too old to tell. Topics that do not
 * exist are left out.
 */
export async function topicIds(
  cluster: Pick<Cluster, "brokerPool">,
  topics: readonly string[],
): Promise<Map<string, string>> {
  const broker = await cluster.brokerPool.findConnectedBroker();
  const { maxVersion = 0 } = broker.versions?.[METADATA] ?? {};
  if (maxVersion < WITH_IDS) return new Map(topics.map((topic) => [topic, UNKNOWN_ID]));
  return await broker.connectionPool.send(topicIdsRequest(topics));
}

/** Whether two ids may be those of the same topic: they are equal, or one of them is not known. */
export function maybeSameTopic(one: string, other: string): boolean {
  return one === other || one === UNKNOWN_ID || other === UNKNOWN_ID;
}
