/** Run in a process of its own: the same sums in a loop without checks, event time or state. */
import { findStack } from "../../lib/stack/mod.ts";
import { connectKafka } from "../../lib/kafka/client.ts";
import { readTopic } from "../../lib/kafka/read.ts";
import { transactions } from "../../lib/feeds/transactions/transactions.ts";

const { endpoints } = await findStack();
const kafka = await connectKafka(endpoints.kafka);
const start = performance.now();
const totals = new Map<number, { total: number; count: number }>();
let read = 0;
for await (const { messages } of readTopic(kafka, kafka.topicOf(transactions))) {
  for (const message of messages) {
    read++;
    const { event_timestamp, total_paid, status } = JSON.parse(message.text()!);
    if (status !== "Paid") continue;
    const window = Math.floor(Date.parse(event_timestamp) / 3000);
    const sofar = totals.get(window);
    if (sofar) {
      sofar.total += total_paid;
      sofar.count++;
    } else totals.set(window, { total: total_paid, count: 1 });
  }
}
const seconds = (performance.now() - start) / 1000;
await kafka.close();
console.log(JSON.stringify({ read, rows: totals.size, seconds }));
