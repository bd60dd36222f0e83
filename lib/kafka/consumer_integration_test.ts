import assert from "node:assert/strict";
import { Kafka, logLevel, Partitioners } from "kafkajs";
import { sleep, until } from "../retry.ts";
import { withNamespace } from "../testing.ts";
import { connectKafka, type KafkaClient } from "./client.ts";
import { consume, type ConsumeOptions, type Consumer } from "./consumer.ts";
import type { Cluster } from "./kafkajs_internals.ts";
import { committedOffsets, endOffsets, lag } from "./offsets.ts";
import { openProducer } from "./producer.ts";
import { createTopics } from "./topic_admin.ts";

interface GroupSetting {
  kafka: KafkaClient;
  topic: string;
  groupId: string;
}

/** Runs a test with a topic of three partitions in its own namespace. */
async function withTopic(test: (setting: GroupSetting) => Promise<void>): Promise<void> {
  await withNamespace(async ({ endpoints, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const topic = `${prefix}t`;
    try {
      await createTopics(kafka, [{ topic, partitions: 3 }]);
      await test({ kafka, topic, groupId: `${prefix}g` });
    } finally {
      await kafka.close();
    }
  });
}

async function fill({ kafka, topic }: GroupSetting, count: number, from = 0): Promise<void> {
  const producer = await openProducer(kafka, { maxBatchBytes: 2000 });
  const messages = Array.from({ length: count }, (_, i) => ({ key: `${from + i}`, value: "v" }));
  await producer.write(topic, messages);
  await producer.close();
}

async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  await until(holds, { every: 20, within: 15_000 }).catch((cause) => {
    throw new Error(`in 15 s: ${what}`, { cause });
  });
}

Deno.test("consume() hands out every message and commits only what is asked", async () => {
  await withTopic(async (setting) => {
    const { kafka, topic, groupId } = setting;
    await fill(setting, 5000);
    const handed = new Map<number, number>();
    const consumer = await consume(kafka, {
      groupId,
      topics: [topic],
      onBatch({ partition, nextOffset, highWatermark, messages }) {
        assert.equal(messages.at(-1)!.offset + 1, nextOffset);
        assert.ok(nextOffset <= highWatermark);
        handed.set(partition, nextOffset);
      },
    });
    const ends = (await endOffsets(kafka, [topic])).get(topic)!;
    await eventually("all read", () => [...ends].every(([at, end]) => handed.get(at) === end));
    assert.deepEqual(
      await committedOffsets(kafka, groupId, [topic]),
      new Map([[topic, new Map()]]),
    );
    assert.deepEqual(await lag(kafka, groupId, [topic]), new Map([[topic, 5000]]));
    assert.equal(await consumer.commit(topic, 1, 7), true);
    assert.equal(await consumer.commit(topic, 99, 7), false);
    await consumer.stop();
    assert.equal(await consumer.commit(topic, 1, 8), false);
    const committed = await committedOffsets(kafka, groupId, [topic]);
    assert.deepEqual(committed.get(topic), new Map([[1, 7]]));
    assert.deepEqual(await lag(kafka, groupId, [topic]), new Map([[topic, 5000 - 7]]));
  });
});

Deno.test("consume() goes on where the group left off, even if commits come after the next batch", async () => {
  await withTopic(async (setting) => {
    const { kafka, topic, groupId } = setting;
    await fill(setting, 3000);
    const seen: string[] = [];
    // As a sink does: a batch is committed when the next one is in hand, the last one in onRevoked.
    let pending: (() => Promise<boolean>) | undefined;
    const options: ConsumeOptions = {
      groupId,
      topics: [topic],
      maxBytesPerPartition: 2000,
      async onBatch({ partition, messages, nextOffset }, consumer) {
        for (const { key } of messages) seen.push(key!.toString());
        await sleep(5);
        await pending?.();
        pending = () => consumer.commit(topic, partition, nextOffset);
      },
      async onRevoked() {
        assert.equal(await pending?.(), true);
        pending = undefined;
      },
    };
    const first = await consume(kafka, options);
    await eventually("some read", () => seen.length > 0);
    await first.stop();
    const before = seen.length;
    assert.ok(before < 3000, `${before} read before the stop`);
    const started = Date.now();
    const second = await consume(kafka, options);
    assert.ok(Date.now() - started < 3000, "the next need not wait for the session timeout");
    await eventually("all read", () => seen.length >= 3000);
    await second.stop();
    assert.equal(new Set(seen).size, 3000);
    assert.equal(seen.length, 3000);
    assert.deepEqual(await lag(kafka, groupId, [topic]), new Map([[topic, 0]]));
  });
});

Deno.test("consume() loses nothing while members join and leave under load", async () => {
  await withTopic(async (setting) => {
    const { kafka, topic, groupId } = setting;
    const count = 60_000;
    const seen = new Set<string>();
    const handed = new Map<number, number>();
    const start = () =>
      consume(kafka, {
        groupId,
        topics: [topic],
        maxBytesPerPartition: 20_000,
        async onBatch({ partition, messages, nextOffset }, consumer) {
          for (const { key } of messages) seen.add(key!.toString());
          handed.set(partition, Math.max(handed.get(partition) ?? 0, nextOffset));
          await sleep(5);
          await consumer.commit(topic, partition, nextOffset);
          const kept = await committedOffsets(kafka, groupId, [topic]);
          for (const [at, offset] of kept.get(topic)!) assert.ok(offset <= handed.get(at)!);
        },
      });
    const members: Consumer[] = [await start()];
    const writing = (async () => {
      for (let i = 0; i < count; i += 5000) {
        await fill(setting, 5000, i);
        await sleep(300);
      }
    })();
    for (let round = 0; round < 3; round++) {
      members.push(await start());
      await sleep(700);
      await members.shift()!.stop();
    }
    await writing;
    await eventually("all read", () => seen.size === count);
    await eventually(
      "all committed",
      async () => (await lag(kafka, groupId, [topic])).get(topic) === 0,
    );
    await Promise.all(members.map((member) => member.stop()));
  });
});

Deno.test("consume() takes over from a member that was killed", async () => {
  await withTopic(async (setting) => {
    const { kafka, topic, groupId } = setting;
    await fill(setting, 1000);
    const code = `
      import { connectKafka } from ${JSON.stringify(import.meta.resolve("./client.ts"))};
      import { consume } from ${JSON.stringify(import.meta.resolve("./consumer.ts"))};
      const kafka = await connectKafka({ brokers: [${JSON.stringify(kafka.address)}] });
      const topics = [${JSON.stringify(topic)}];
      await consume(kafka, { groupId: ${
      JSON.stringify(groupId)
    }, topics, async onBatch(batch, consumer) {
        if (batch.partition === 0) await consumer.commit(batch.topic, 0, 5);
        console.log("working");
      } });`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-check", code],
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const { value } = await child.stdout.getReader().read();
    assert.equal(new TextDecoder().decode(value).slice(0, 7), "working");
    child.kill("SIGKILL");
    await child.status;
    const killed = Date.now();
    let read = 0;
    const consumer = await consume(kafka, {
      groupId,
      topics: [topic],
      onBatch({ messages }) {
        read += messages.length;
      },
    });
    await eventually("the rest read", () => read >= 995);
    const waited = Date.now() - killed;
    assert.ok(waited < 9000, `waited ${waited} ms for a session timeout of 6 s`);
    await consumer.stop();
  });
});

Deno.test("consume() starts over with new connections when it hangs", async () => {
  await withTopic(async (setting) => {
    const { kafka, topic, groupId } = setting;
    await fill(setting, 100);
    let clusters = 0;
    // The first connections never answer a fetch, like a broker whose machine is gone.
    const newCluster = (): Cluster => {
      const cluster = kafka.newCluster();
      if (clusters++ > 0) return cluster;
      const findBroker = cluster.findBroker.bind(cluster);
      cluster.findBroker = async (node) => {
        const broker = await findBroker(node);
        const send = broker.connectionPool.send.bind(broker.connectionPool);
        broker.connectionPool.send = (exchange) =>
          exchange.request.apiName === "Fetch" ? new Promise(() => {}) : send(exchange);
        return broker;
      };
      return cluster;
    };
    let read = 0;
    const consumer = await consume({ ...kafka, newCluster }, {
      groupId,
      topics: [topic],
      stallTimeout: 500,
      onBatch({ messages }) {
        read += messages.length;
      },
    });
    await eventually("all read", () => read === 100);
    assert.equal(clusters, 2);
    await consumer.stop();
  });
});

Deno.test("consume() goes on at the start if its offset is gone", async () => {
  await withTopic(async (setting) => {
    const { kafka, topic, groupId } = setting;
    await fill(setting, 300);
    await kafka.administer("prepare the test", (admin) =>
      admin.setOffsets({
        groupId,
        topic,
        partitions: [{ partition: 0, offset: "99999" }],
      }));
    const said: string[] = [];
    let read = 0;
    const consumer = await consume({ ...kafka, log: (_, message) => said.push(message) }, {
      groupId,
      topics: [topic],
      onBatch({ messages }) {
        read += messages.length;
      },
    });
    await eventually("all read", () => read === 300);
    await consumer.stop();
    assert.ok(said.some((line) => /t\/0 has no message 99999.*going on at 0$/.test(line)));
  });
});

Deno.test("consume() ends with what its handler throws, and names a missing topic", async () => {
  await withTopic(async (setting) => {
    const { kafka, topic, groupId } = setting;
    await fill(setting, 10);
    const consumer = await consume(kafka, {
      groupId,
      topics: [topic],
      onBatch() {
        throw new RangeError("mine");
      },
    });
    await assert.rejects(consumer.ended, /mine/);
    await assert.rejects(
      consume(kafka, { groupId, topics: [`${topic}x`], onBatch() {} }),
      new RegExp(`Cannot read ${topic}x: no such topic`),
    );
  });
});

Deno.test("consume() skips aborted transactions, and reads past their markers", async () => {
  await withTopic(async (setting) => {
    const { kafka, topic, groupId } = setting;
    const other = new Kafka({ brokers: kafka.address.split(","), logLevel: logLevel.NOTHING });
    const writer = other.producer({
      transactionalId: groupId,
      maxInFlightRequests: 1,
      idempotent: true,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await writer.connect();
    for (const [value, keep] of [["kept", true], ["lost", false], ["kept too", true]] as const) {
      const transaction = await writer.transaction();
      await transaction.send({ topic, messages: [{ value, partition: 0 }] });
      await (keep ? transaction.commit() : transaction.abort());
    }
    await writer.disconnect();
    const seen: (string | null)[] = [];
    const consumer = await consume(kafka, {
      groupId,
      topics: [topic],
      async onBatch({ partition, messages, nextOffset }, consumer) {
        for (const message of messages) seen.push(message.text()!);
        await consumer.commit(topic, partition, nextOffset);
      },
    });
    await eventually(
      "all committed",
      async () => (await lag(kafka, groupId, [topic])).get(topic) === 0,
    );
    await consumer.stop();
    assert.deepEqual(seen, ["kept", "kept too"]);
  });
});
