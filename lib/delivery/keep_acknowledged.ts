import type { KafkaClient } from "../kafka/client.ts";
import type { Producer } from "../kafka/producer.ts";
import type { Accounts } from "../processing/account.ts";

/** What tells how many messages of a topic Kafka has acknowledged. */
export interface Acknowledged {
  kafka: Pick<KafkaClient, "topicOf" | "deadLetterTopicOf">;
  producer: Pick<Producer, "acked">;
}

/** Counts as published what Kafka has acknowledged so far, not what only waits to be sent. */
export function countAcknowledged(accounts: Accounts, { kafka, producer }: Acknowledged): void {
  for (const stream of accounts.streams) {
    accounts.of(stream).published = producer.acked(kafka.topicOf(stream));
  }
}

/** Takes out of the accounts of a failed run what Kafka has not acknowledged. */
export function keepAcknowledged(accounts: Accounts, at: Acknowledged): void {
  countAcknowledged(accounts, at);
  for (const stream of accounts.streams) {
    const account = accounts.of(stream);
    const letters = at.producer.acked(at.kafka.deadLetterTopicOf(stream));
    account.deadLettered = Math.min(account.deadLettered, letters);
  }
}
