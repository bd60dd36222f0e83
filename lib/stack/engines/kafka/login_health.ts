import type { KafkaEndpoint } from "../../../config.ts";
import { messageOf, UnavailableError } from "../../../errors.ts";
import { type Health, PATIENCE } from "../../health.ts";

/**
 * Asks a Kafka that wants TLS or a login for its brokers, as the client does: one that refuses either is
 * not up for us.
 */
export async function loginHealth(endpoint: KafkaEndpoint): Promise<Health> {
  // Only here, so that `status` of our own Kafka does not load the client.
  const { connectKafka } = await import("../../../kafka/client.ts");
  try {
    const kafka = await connectKafka(endpoint, { connectTimeout: PATIENCE });
    await kafka.close();
    return { up: true, version: null, id: null };
  } catch (error) {
    const message = messageOf(error);
    // `Cannot log in to Kafka at broker:9092: it refused …. Check …`
    const [, reason = message] = /^Cannot [^:]+ at \S+(?: by TLS)?: (.+?)(?:\. [A-Z].*)?$/s
      .exec(message) ?? [];
    return { up: false, reason, ...error instanceof UnavailableError ? { error } : {} };
  }
}
