/** Topics for the benchmark of windows. */
import { type Transaction, transactions } from "../../lib/feeds/transactions/transactions.ts";
import { connectKafka, type KafkaClient } from "../../lib/kafka/client.ts";
import { openProducer } from "../../lib/kafka/producer.ts";
import { ensureTopics } from "../../lib/kafka/topics.ts";
import { seeded } from "../../lib/random.ts";
import { uuid } from "../../lib/simulators/uuid.ts";
import { withNamespace } from "../../lib/testing.ts";
import { isoTime } from "../../lib/time.ts";

/** Milliseconds of event time from one transaction to the next. */
const GAP = 30;
const START = Date.parse("2026-01-01T00:00:00Z");
const BATCH = 2000;

/** What is in a topic of transactions. */
export interface Filling {
  events: number;
  /** Different users, who come in turn. */
  keys: number;
}

/** A topic that is filled. */
export interface FilledTopic {
  kafka: KafkaClient;
  namespace: string;
}

/** Fills the topic `transactions`, three partitions, in a namespace of its own; removes it afterwards. */
export async function withTransactions(
  filling: Filling,
  work: (topic: FilledTopic) => Promise<void>,
): Promise<void> {
  await withNamespace(async ({ endpoints, namespace }) => {
    const kafka = await connectKafka(endpoints.kafka);
    try {
      await ensureTopics(kafka, [transactions]);
      await fill(kafka, filling);
      await work({ kafka, namespace });
    } finally {
      await kafka.close();
    }
  });
}

async function fill(kafka: KafkaClient, filling: Filling): Promise<void> {
  const producer = await openProducer(kafka);
  const topic = kafka.topicOf(transactions);
  let batch: { key: string; value: string }[] = [];
  for (const transaction of payments(filling)) {
    batch.push({ key: transaction.user_id, value: transactions.encode(transaction) });
    if (batch.length < BATCH) continue;
    await producer.write(topic, batch);
    batch = [];
  }
  await producer.write(topic, batch);
  await producer.flush();
  await producer.close();
}

function* payments({ events, keys }: Filling): Generator<Transaction> {
  const random = seeded(1);
  for (let i = 0; i < events; i++) {
    const time = START + i * GAP;
    yield {
      event_timestamp: isoTime(Math.floor(time / 1000), (time % 1000) * 1000, 3),
      user_id: `user ${i % keys}`,
      transaction_id: uuid(random),
      total_paid: 10 * (1 + i % 10),
      status: random.pick(["Paid", "Refused"]),
    };
  }
}
