import assert from "node:assert/strict";
import { withNamespace } from "../testing.ts";
import { connectKafka } from "./client.ts";
import { openProducer } from "./producer.ts";
import { readTopic } from "./read.ts";
import { createTopics } from "./topic_admin.ts";

Deno.test("readTopic() ends before the offsets of `to`, also if a topic has more or grows", async () => {
  await withNamespace(async ({ endpoints }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const producer = await openProducer(kafka);
    const topic = `${kafka.prefix}numbers`;
    await createTopics(kafka, [{ topic, partitions: 1, config: {} }]);
    const write = async (...values: number[]) => {
      await producer.write(topic, values.map((value) => ({ key: "k", value: `${value}` })));
      await producer.flush();
    };
    const read = async (options: Parameters<typeof readTopic>[2], meanwhile = async () => {}) => {
      const values: number[] = [];
      for await (const { messages } of readTopic(kafka, topic, options)) {
        values.push(...messages.map((message) => Number(message.text())));
        await meanwhile();
      }
      return values;
    };
    await write(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assert.deepEqual(await read({ to: new Map([[0, 4]]) }), [0, 1, 2, 3]);
    assert.deepEqual(await read({ from: 2, to: new Map([[0, 4]]) }), [2, 3]);
    assert.deepEqual(await read({ to: new Map([[0, 99]]) }, () => write(10)), [
      ...Array(10).keys(),
    ]);
    assert.deepEqual(await read({}), [...Array(11).keys()]);
    await producer.close();
    await kafka.close();
  });
});
