import assert from "node:assert/strict";
import { until } from "../retry.ts";
import { withNamespace } from "../testing.ts";
import { connectKafka, type KafkaClient } from "./client.ts";
import { consume, type ConsumeOptions, type SkippedOffsets } from "./consumer.ts";
import { committedOffsets, lag } from "./offsets.ts";
import { openProducer } from "./producer.ts";
import { createTopics, deleteTopics } from "./topic_admin.ts";

const WITHIN = { every: 20, within: 15_000 };

/** A topic of one partition, a group, and what a consumer of it saw. */
class Setting {
  readonly seen: string[] = [];
  readonly gaps: SkippedOffsets[] = [];
  readonly topic: string;
  readonly groupId: string;

  constructor(readonly kafka: KafkaClient, prefix: string) {
    this.topic = `${prefix}t`;
    this.groupId = `${prefix}g`;
  }

  create() {
    return createTopics(this.kafka, [{ topic: this.topic, partitions: 1 }]);
  }

  async write(from: number, to: number, name = "") {
    const producer = await openProducer(this.kafka);
    const messages = [];
    for (let i = from; i < to; i++) messages.push({ key: null, value: `${name}${i}` });
    await producer.write(this.topic, messages);
    await producer.close();
  }

  async expire(offset: number) {
    const { kafka, topic } = this;
    await kafka.administer("prepare the test", (admin) => admin.fetchTopicOffsets(topic)); // kafkajs looks up the leader in what it knows
    await kafka.administer("prepare the test", (admin) =>
      admin.deleteTopicRecords({
        topic,
        partitions: [{ partition: 0, offset: String(offset) }],
      }));
  }

  /** Starts a consumer that commits each batch. */
  consume(options: Partial<ConsumeOptions> = {}) {
    return consume(this.kafka, {
      groupId: this.groupId,
      topics: [this.topic],
      onBatch: async ({ topic, partition, messages, nextOffset }, consumer) => {
        this.seen.push(...messages.map((message) => message.text()!));
        await consumer.commit(topic, partition, nextOffset);
      },
      onSkipped: (gap) => void this.gaps.push(gap),
      ...options,
    });
  }

  async committed() {
    return (await committedOffsets(this.kafka, this.groupId, [this.topic])).get(this.topic)!.get(0);
  }

  gap(from: number, to: number, why: SkippedOffsets["why"]): SkippedOffsets {
    return { topic: this.topic, partition: 0, from, to, why };
  }
}

async function withSetting(test: (setting: Setting) => Promise<void>): Promise<void> {
  await withNamespace(async ({ endpoints, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka, { refreshEvery: 300 });
    try {
      const setting = new Setting(kafka, prefix);
      await setting.create();
      await test(setting);
    } finally {
      await kafka.close();
    }
  });
}

Deno.test("consume() tells of records that expired before the group came, and commits past them", async () => {
  await withSetting(async (setting) => {
    await setting.write(0, 50);
    await setting.expire(50);
    const consumer = await setting.consume();
    await until(async () => await setting.committed() === 50, WITHIN);
    await consumer.stop();
    assert.deepEqual(setting.gaps, [setting.gap(0, 50, "expired")]);
    assert.deepEqual(
      await lag(setting.kafka, setting.groupId, [setting.topic]),
      new Map([[setting.topic, 0]]),
    );
  });
});

Deno.test("consume() tells of records that expired after the group's last commit", async () => {
  await withSetting(async (setting) => {
    await setting.write(0, 10);
    const first = await setting.consume();
    await until(async () => await setting.committed() === 10, WITHIN);
    await first.stop();
    await setting.write(10, 60);
    await setting.expire(40);
    const second = await setting.consume();
    await until(async () => await setting.committed() === 60, WITHIN);
    await setting.write(60, 61);
    await setting.expire(61);
    await until(async () => await setting.committed() === 61, WITHIN);
    await second.stop();
    assert.deepEqual(setting.gaps[0], setting.gap(10, 40, "expired"));
    assert.equal(setting.seen.length, new Set(setting.seen).size);
    // The last record was read or reported, whichever came first.
    const last = setting.seen.includes("60") ? [] : [setting.gap(60, 61, "expired")];
    assert.deepEqual(setting.gaps.slice(1), last);
  });
});

Deno.test("consume() reads a topic that was made again while it was away from its start", async () => {
  await withSetting(async (setting) => {
    await setting.write(0, 10, "old");
    const first = await setting.consume();
    await until(async () => await setting.committed() === 10, WITHIN);
    await first.stop();
    // Kafka forgets a group's commits with the topic, unless one comes late: this one.
    const { kafka, topic, groupId } = setting;
    const topics = await kafka.administer(
      "prepare the test",
      (admin) => admin.fetchOffsets({ groupId }),
    );
    await deleteTopics(kafka, [topic]);
    await setting.create();
    await setting.write(0, 30, "new");
    const cluster = kafka.newCluster();
    await cluster.connect();
    await cluster.addMultipleTargetTopics([topic]);
    const coordinator = await cluster.findGroupCoordinator({ groupId });
    await coordinator.offsetCommit({ groupId, groupGenerationId: -1, memberId: "", topics });
    await cluster.disconnect();
    assert.equal(await setting.committed(), undefined);
    const second = await setting.consume();
    await until(async () => await setting.committed() === 30, WITHIN);
    await second.stop();
    assert.deepEqual(setting.gaps, [setting.gap(10, 0, "deleted")]);
    assert.deepEqual(
      setting.seen.filter((text) => text.startsWith("new")),
      Array.from({ length: 30 }, (_, i) => `new${i}`),
    );
  });
});

Deno.test("consume() sees that its topic is made again while it reads", async () => {
  await withSetting(async (setting) => {
    const { kafka, topic } = setting;
    await setting.write(0, 10, "old");
    // The group's member is busy while the topic is made again, and commits what it read of the old one.
    const busy = Promise.withResolvers<void>();
    const reading = Promise.withResolvers<void>();
    const consumer = await setting.consume({
      async onBatch({ messages, topic, partition, nextOffset }, consumer) {
        setting.seen.push(...messages.map((message) => message.text()!));
        reading.resolve();
        await busy.promise;
        await consumer.commit(topic, partition, nextOffset);
      },
    });
    await reading.promise;
    await deleteTopics(kafka, [topic]);
    await setting.create();
    await setting.write(0, 30, "new");
    busy.resolve();
    const wanted = Array.from({ length: 30 }, (_, i) => `new${i}`);
    await until(() => wanted.every((text) => setting.seen.includes(text)), WITHIN);
    await until(async () => await setting.committed() === 30, WITHIN);
    await consumer.stop();
  });
});

Deno.test("consume() lets what was read of a deleted topic be finished, then ends", async () => {
  await withSetting(async (setting) => {
    const { kafka, topic } = setting;
    await setting.write(0, 10);
    let revoked = 0;
    const consumer = await setting.consume({ onRevoked: () => void revoked++ });
    await until(() => setting.seen.length === 10, WITHIN);
    await deleteTopics(kafka, [topic]);
    await assert.rejects(
      consumer.ended,
      new RegExp(`^NoSuchTopicError: Cannot read ${topic}: no such topic`),
    );
    assert.ok(revoked > 0);
  });
});

Deno.test("a new partition is read by a running consumer, and written by a running producer", async () => {
  await withSetting(async (setting) => {
    const { kafka, topic } = setting;
    const consumer = await setting.consume();
    const producer = await openProducer(kafka);
    await producer.write(topic, [{ key: "a", value: "before" }]);
    await producer.flush();
    await kafka.administer(
      "prepare the test",
      (admin) => admin.createPartitions({ topicPartitions: [{ topic, count: 4 }] }),
    );
    const started = Date.now();
    let written = 0;
    for (let used = 0; used < 4; used = (await producer.flush()).get(topic)!.ranges.size) {
      assert.ok(Date.now() - started < 10_000, `${used} partitions after 10 s`);
      await producer.write(topic, [{ key: `key ${written}`, value: `${written++}` }]);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await producer.close();
    await until(() => setting.seen.length === written + 1, WITHIN);
    await consumer.stop();
  });
});
