import { connectKafka, type KafkaClient } from "../kafka/client.ts";
import { findStack } from "../stack/mod.ts";
import { signalOf } from "./stop.ts";

/**
 * Opens the Kafka that runs, does some work with it, and closes it.
 *
 * @param own Ends the work, as Stop does.
 * @throws {UnavailableError} None answers; the message has the command that starts it.
 */
export async function withKafka<T>(
  work: (client: KafkaClient) => Promise<T>,
  own?: AbortSignal,
): Promise<T> {
  const signal = signalOf(own);
  const { endpoints } = await findStack({ need: ["kafka"] });
  const client = await connectKafka(endpoints.kafka, { signal, patience: 10_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
