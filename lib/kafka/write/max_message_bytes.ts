import kafkajs from "kafkajs";
import { isTransient } from "../errors.ts";
import type { Cluster } from "../kafkajs_internals.ts";

/** The topic's setting; Kafka answers with the broker's `message.max.bytes` if the topic has none of its own. */
const SETTING = "max.message.bytes";

/**
 * The largest batch that a topic takes, in bytes.
 *
 * @returns Undefined if this user may not read it.
 * @throws A failure that may pass.
 */
export async function maxMessageBytes(
  cluster: Pick<Cluster, "brokerPool">,
  topic: string,
): Promise<number | undefined> {
  try {
    const broker = await cluster.brokerPool.findConnectedBroker();
    const { resources } = await broker.describeConfigs({
      includeSynonyms: false,
      resources: [{
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: topic,
        configNames: [SETTING],
      }],
    });
    const entry = resources[0]?.configEntries.find(({ configName }) => configName === SETTING);
    const bytes = Number(entry?.configValue);
    return bytes > 0 ? bytes : undefined;
  } catch (error) {
    if (isTransient(error)) throw error;
    return undefined; // then a batch that is too large is halved when Kafka refuses it
  }
}
