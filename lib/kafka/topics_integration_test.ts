import assert from "node:assert/strict";
import { withNamespace } from "../testing.ts";
import { connectKafka } from "./client.ts";
import { openProducer } from "./producer.ts";
import {
  createTopics,
  deleteTopics,
  describeTopics,
  listTopics,
  topicConfig,
} from "./topic_admin.ts";
import { topicOffsets } from "./topic_offsets.ts";
import { ensureTopics } from "./topics.ts";

const orders = { name: "orders", partitions: 3, retention: "1d", compact: false };
const products = { name: "products", partitions: 1, retention: "7d", compact: true };

Deno.test("ensureTopics() creates topics and dead letters, once, and leaves what exists", async () => {
  await withNamespace(async ({ endpoints, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka);
    try {
      await createTopics(kafka, [{ topic: `${prefix}orders`, partitions: 2 }]);
      const made = await ensureTopics(kafka, [orders, products]);
      const missing = ["orders_dlq", "products", "products_dlq"].map((name) => prefix + name);
      assert.deepEqual(made.toSorted(), missing);
      assert.deepEqual(await ensureTopics(kafka, [orders, products]), []);
      const topics = await describeTopics(kafka, [...missing, `${prefix}orders`]);
      assert.deepEqual(topics.map(({ partitions }) => partitions.length), [2, 1, 1, 1]);
      for (const { partitions } of topics) {
        for (const { leader } of partitions) assert.ok(leader > 0);
      }
      const dlq = await topicConfig(kafka, `${prefix}orders_dlq`);
      assert.equal(dlq["retention.ms"], "-1");
      const compacted = await topicConfig(kafka, `${prefix}products`);
      assert.equal(compacted["cleanup.policy"], "compact");
    } finally {
      await kafka.close();
    }
  });
});

Deno.test("deleteTopics() waits until they are gone: the same name can be created again", async () => {
  await withNamespace(async ({ endpoints, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const topic = `${prefix}again`;
    try {
      for (let round = 0; round < 3; round++) {
        assert.deepEqual(await createTopics(kafka, [{ topic, partitions: 1 }]), [topic]);
        const producer = await openProducer(kafka);
        await producer.write(topic, [{ key: null, value: "x" }]);
        await producer.close();
        const [info] = await describeTopics(kafka, [topic]);
        assert.equal(info!.partitions[0]!.end, 1);
        await deleteTopics(kafka, [topic]);
        assert.ok(!(await listTopics(kafka)).includes(topic));
      }
      await assert.rejects(describeTopics(kafka, [topic]), /no such topic/);
    } finally {
      await kafka.close();
    }
  });
});

Deno.test("connectKafka() fails fast if Kafka is away, and the log never holds the password", async () => {
  const brokers = ["127.0.0.1:1"];
  const sasl = { mechanism: "plain" as const, username: "ann", password: "s3cret" };
  const said: string[] = [];
  const log = (level: string, message: string) => said.push(`${level} ${message}`);
  await assert.rejects(connectKafka({ brokers, sasl }, { log, connectTimeout: 300 }), {
    name: "UnavailableError",
    message: "Cannot reach Kafka at 127.0.0.1:1: connection refused. Start it with: deno task up",
  });
  assert.ok(said.length > 0 && said.every((line) => line.startsWith("debug ")));
  assert.doesNotMatch(said.join(), /s3cret/);
});

Deno.test("a topic that another client deleted can be made again, and does not get in the way of others", async () => {
  await withNamespace(async ({ endpoints, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const other = await connectKafka(endpoints.kafka);
    const topic = `${prefix}t`, topics = [{ topic, partitions: 1 }];
    try {
      await createTopics(kafka, [...topics, { topic: `${prefix}u`, partitions: 1 }]);
      await topicOffsets(kafka, topic); // it knows it now
      await deleteTopics(other, [topic]);
      assert.equal((await topicOffsets(kafka, `${prefix}u`)).length, 1);
      assert.deepEqual(await createTopics(kafka, topics), [topic]);
      await deleteTopics(other, [topic]);
      assert.deepEqual(await createTopics(kafka, topics), [topic]);
    } finally {
      await kafka.close();
      await other.close();
    }
  });
});
