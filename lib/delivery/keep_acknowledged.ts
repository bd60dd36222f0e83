import type { KafkaClient } from "../kafka/client.ts";
import type { Producer } from "../kafka/producer.ts";
import type { Accounts } from "../processing/account.ts";

/** Takes out of the accounts of a failed run what Kafka has not acknowledged. */
export function keepAcknowledged(
  accounts: Accounts,
  { kafka, producer }: {
    kafka: Pick<KafkaClient, "topicOf" | "deadLetterTopicOf">;
    producer: Pick<Producer, "acked">;
  },
): void {
  for (const stream of accounts.streams) {
    const account = accounts.of(stream);
    const letters = producer.acked(kafka.deadLetterTopicOf(stream));
    account.published = Math.min(account.published, producer.acked(kafka.topicOf(stream)));
    account.deadLettered = Math.min(account.deadLettered, letters);
  }
}
