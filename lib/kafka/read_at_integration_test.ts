import assert from "node:assert/strict";
import { withNamespace } from "../testing.ts";
import { connectKafka } from "./client.ts";
import { openProducer } from "./producer.ts";
import { readAt } from "./read_at.ts";
import { createTopics } from "./topic_admin.ts";

Deno.test("readAt() reads single messages; those that are gone or never were are left out", async () => {
  await withNamespace(async ({ endpoints, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const topic = `${prefix}spots`;
    try {
      assert.equal((await readAt(kafka, topic, [{ partition: 0, offset: 0 }])).size, 0);
      await createTopics(kafka, [{ topic, partitions: 2 }]);
      const producer = await openProducer(kafka);
      for (let part = 0; part < 3; part++) { // batches of several megabytes
        const text = "x".repeat(30_000);
        const messages = Array.from(
          { length: 100 },
          (_, i) => ({ key: "k", value: `${part * 100 + i} ${text}` }),
        );
        await producer.write(topic, messages);
      }
      const written = await producer.flush();
      await producer.close();
      const [partition] = written.get(topic)!.ranges.keys();
      await kafka.administer(
        "prepare the test",
        (admin) => admin.fetchTopicMetadata({ topics: [topic] }),
      ); // kafkajs deletes only from leaders that it knows
      await kafka.administer("prepare the test", (admin) =>
        admin.deleteTopicRecords({
          topic,
          partitions: [{ partition: partition!, offset: "10" }],
        }));
      const wanted = [299, 12, 13, 9, 10, 150, 300, 2 ** 40, 0, 12];
      const other = { partition: 1 - partition!, offset: 0 };
      const places = wanted.map((offset) => ({ partition: partition!, offset }));
      const found = await readAt(kafka, topic, [...places, other, { partition: 7, offset: 0 }]);
      assert.deepEqual(
        [...found].map(([place, message]) => [place, message.text()!.split(" ")[0]]),
        [10, 12, 13, 150, 299].map((offset) => [`${partition}/${offset}`, String(offset)]),
      );
    } finally {
      await kafka.close();
    }
  });
});
