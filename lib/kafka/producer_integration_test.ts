import assert from "node:assert/strict";
import kafkajs from "kafkajs";
import { withNamespace } from "../testing.ts";
import { connectKafka } from "./client.ts";
import { openProducer } from "./producer.ts";
import { readTopic } from "./read.ts";
import { createTopics } from "./topic_admin.ts";
import { partitionOf } from "./write/partitioner.ts";

Deno.test("openProducer() writes what readTopic() reads: order, partitions, headers, times", async () => {
  await withNamespace(async ({ endpoints, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const topic = `${prefix}t`, count = 20_000;
    try {
      await createTopics(kafka, [{ topic, partitions: 3 }]);
      const producer = await openProducer(kafka, { maxBatchBytes: 100_000 });
      const messages = Array.from({ length: count }, (_, i) => ({
        key: `k${i % 1000}`,
        value: i % 100 === 0 ? null : `"${i} ü 漢 😀" ${"x".repeat(i % 500)}`,
        headers: { n: String(i % 7), bytes: new Uint8Array([0, 255]) },
        timestamp: 1_700_000_000_000 + i,
      }));
      for (let i = 0; i < count; i += 1500) {
        assert.deepEqual(await producer.write(topic, messages.slice(i, i + 1500)), []);
      }
      const large = await producer.write(topic, [{ key: "k", value: "x".repeat(100_000) }]);
      assert.equal(large.length, 1);
      const written = (await producer.flush()).get(topic)!;
      await producer.close();
      assert.equal(written.acked, count);
      let seen = 0;
      for (let partition = 0; partition < 3; partition++) {
        const wanted = messages.filter(({ key }) => partitionOf(key, 3) === partition);
        assert.deepEqual(written.ranges.get(partition), [[0, wanted.length]]);
      }
      const next = [0, 0, 0];
      for await (const batch of readTopic(kafka, topic)) {
        const wanted = messages.filter(({ key }) => partitionOf(key, 3) === batch.partition);
        for (const message of batch.messages) {
          const { key, value, headers, timestamp } = wanted[next[batch.partition]!++]!;
          assert.equal(message.offset, next[batch.partition]! - 1);
          assert.equal(message.key!.toString(), key);
          assert.equal(message.text(), value);
          assert.equal(message.timestamp, timestamp);
          assert.equal(message.headers.n!.toString(), headers.n);
          assert.deepEqual([...message.headers.bytes!], [0, 255]);
          seen++;
        }
      }
      assert.equal(seen, count);
    } finally {
      await kafka.close();
    }
  });
});

Deno.test("openProducer() fits its batches to a topic's limit, also if that is lowered meanwhile", async () => {
  await withNamespace(async ({ endpoints, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const topic = `${prefix}t`, count = 5000;
    const limitTo = (bytes: number) =>
      kafka.administer("prepare the test", (admin) =>
        admin.alterConfigs({
          validateOnly: false,
          resources: [{
            type: kafkajs.ConfigResourceTypes.TOPIC,
            name: topic,
            configEntries: [{ name: "max.message.bytes", value: String(bytes) }],
          }],
        }));
    try {
      await createTopics(kafka, [
        { topic, partitions: 1, config: { "max.message.bytes": "20000" } },
      ]);
      const producer = await openProducer(kafka);
      const messages = Array.from({ length: count }, (_, i) => ({
        key: "k",
        value: `${i} ${"x".repeat(100)}`,
        headers: { n: String(i) },
      }));
      const large = { key: "k", value: "x".repeat(20_000) };
      const [found, ...more] = await producer.write(topic, [large, ...messages]);
      assert.deepEqual([found!.index, found!.limit, more], [0, 20_000, []]);
      await producer.flush();
      await limitTo(5000);
      await producer.write(topic, messages);
      assert.equal((await producer.flush()).get(topic)!.acked, 2 * count);
      assert.equal(producer.acked(topic), 2 * count);
      await producer.close();
      const read: string[] = [];
      for await (const batch of readTopic(kafka, topic)) {
        for (const message of batch.messages) {
          assert.equal(message.headers.n!.toString(), message.text()!.split(" ")[0]);
          read.push(message.text()!);
        }
      }
      assert.deepEqual(read, [...messages, ...messages].map(({ value }) => value));
    } finally {
      await kafka.close();
    }
  });
});

Deno.test("openProducer() names a topic that does not exist", async () => {
  await withNamespace(async ({ endpoints, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const producer = await openProducer(kafka);
    try {
      await assert.rejects(
        producer.write(`${prefix}none`, [{ key: null, value: "x" }]),
        new RegExp(`Cannot write to ${prefix}none: no such topic`),
      );
    } finally {
      await producer.close();
      await kafka.close();
    }
  });
});

Deno.test("readTopic() begins where asked and ends at the last message that exists", async () => {
  await withNamespace(async ({ endpoints, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const topic = `${prefix}t`;
    const read = async (options: Parameters<typeof readTopic>[2]) => {
      const offsets: number[] = [];
      for await (const batch of readTopic(kafka, topic, options)) {
        for (const { offset } of batch.messages) offsets.push(offset);
        if (options?.follow) break;
      }
      return offsets;
    };
    try {
      await createTopics(kafka, [{ topic, partitions: 1 }]);
      const producer = await openProducer(kafka);
      await producer.write(topic, Array(5).fill({ key: null, value: "x" }));
      await producer.flush();
      assert.deepEqual(await read({ from: 3 }), [3, 4]);
      assert.deepEqual(await read({ from: 9 }), []);
      assert.deepEqual(await read({ from: "latest" }), []);
      const following = read({ from: "latest", follow: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
      await producer.write(topic, [{ key: null, value: "new" }]);
      assert.deepEqual(await following, [5]);
      await producer.close();
      const groups = await kafka.administer("prepare the test", (admin) => admin.listGroups());
      assert.ok(!groups.groups.some(({ groupId }) => groupId.startsWith(prefix)));
    } finally {
      await kafka.close();
    }
  });
});
