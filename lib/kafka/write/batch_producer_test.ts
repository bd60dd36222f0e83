import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { UnavailableError } from "../../errors.ts";
import type { KafkaClient } from "../client.ts";
import { type Cluster, createErrorFromCode, Decoder, type Exchange } from "../kafkajs_internals.ts";
import { kafkajsErrors } from "../kafkajs_testing.ts";
import type { PartitionResult } from "../wire/produce_request.ts";
import { decodeRecordSet } from "../wire/record_set.ts";
import { BatchProducer } from "./batch_producer.ts";
import type { ProducerOptions } from "./producer_types.ts";

type BrokerReply = "ok" | "lost" | "refused" | "omits" | number;

/** A broker that stores what it is sent; `answers` has its replies in turn, then always `ok`. */
function fakeKafka(
  {
    answers = [] as BrokerReply[],
    partitions = 2,
    patience = 1000,
    maxBytes = 1_048_588,
    told = true,
  } = {},
) {
  const logs = Array.from({ length: partitions }, (): string[] => []);
  const inFlight = new Set<number>();
  let requests = 0;
  async function send(exchange: Exchange<PartitionResult[]>): Promise<PartitionResult[]> {
    requests++;
    const answer = answers.shift() ?? "ok";
    const decoder = new Decoder(Buffer.from((await exchange.request.encode()).buffer));
    decoder.readString();
    assert.equal(decoder.readInt16(), -1); // acks=all
    decoder.readInt32();
    assert.equal(decoder.readInt32(), 1);
    const topic = decoder.readString();
    const batches: { partition: number; bytes: Buffer }[] = [];
    for (let left = decoder.readInt32(); left > 0; left--) {
      batches.push({ partition: decoder.readInt32(), bytes: decoder.readBytes() });
    }
    for (const { partition } of batches) {
      assert.ok(!inFlight.has(partition), "one batch of a partition at a time");
      inFlight.add(partition);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
    for (const { partition } of batches) inFlight.delete(partition);
    if (answer === "refused") throw new kafkajsErrors.KafkaJSConnectionError("ECONNREFUSED");
    if (answer === "omits") return [];
    return batches.map(({ partition, bytes }) => {
      if (typeof answer === "number") {
        return { topic, partition, errorCode: answer, baseOffset: -1 };
      }
      if (bytes.length > maxBytes) return { topic, partition, errorCode: 10, baseOffset: -1 };
      const baseOffset = logs[partition]!.length;
      for (const message of decodeRecordSet(bytes, { from: 0 }).messages) {
        logs[partition]!.push(message.text()!);
      }
      if (answer === "lost") {
        throw new kafkajsErrors.KafkaJSConnectionClosedError("gone", { host: "h", port: 1 });
      }
      return { topic, partition, errorCode: 0, baseOffset };
    });
  }
  function describeConfigs() {
    if (!told) return Promise.reject(createErrorFromCode(29)); // TOPIC_AUTHORIZATION_FAILED
    const entry = { configName: "max.message.bytes", configValue: String(maxBytes) };
    return Promise.resolve({ resources: [{ configEntries: [entry] }] });
  }
  const cluster = {
    addMultipleTargetTopics: () => Promise.resolve(),
    refreshMetadata: () => Promise.resolve(),
    refreshMetadataIfNecessary: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    findTopicPartitionMetadata: () => logs.map((_, partitionId) => ({ partitionId, leader: 1 })),
    brokerPool: { findConnectedBroker: () => Promise.resolve({ describeConfigs }) },
    findBroker: () => Promise.resolve({ connectionPool: { send } }),
  } as unknown as Cluster;
  const client = { address: "h:1", patience, log: () => {} } as unknown as KafkaClient;
  const open = (options: ProducerOptions = {}) => new BatchProducer(client, cluster, options);
  return { logs, open, requests: () => requests };
}

const messages = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ key: `k${i % 7}`, value: `${i}` }));
const sorted = (log: string[]) => log.toSorted((a, b) => Number(a) - Number(b));

Deno.test("BatchProducer keeps the order of each partition and reports what was written", async () => {
  const kafka = fakeKafka();
  const producer = kafka.open({ maxBatchBytes: 200, maxUnackedBytes: 500 });
  for (let i = 0; i < 10; i++) assert.deepEqual(await producer.write("t", messages(50)), []);
  const written = (await producer.flush()).get("t")!;
  assert.equal(written.acked, 500);
  for (const [partition, log] of kafka.logs.entries()) {
    assert.ok(log.length > 0);
    assert.deepEqual(written.ranges.get(partition), [[0, log.length]]);
    for (let i = 0, at = 0; i < 10; i++) {
      const part = log.slice(at, at += log.length / 10);
      assert.deepEqual(part, sorted(part));
    }
  }
  await producer.close();
});

Deno.test("BatchProducer sends what came before a message that is not valid, and can be closed", async () => {
  const kafka = fakeKafka({ partitions: 1 });
  const producer = kafka.open();
  const wrong = { key: "k", value: "late", timestamp: 1e30 };
  await assert.rejects(producer.write("t", [...messages(3), wrong, ...messages(1)]));
  assert.equal((await producer.flush()).get("t")!.acked, 3);
  await producer.close();
});

Deno.test("BatchProducer sends again what failed, in order, and counts only what is acknowledged", async () => {
  const kafka = fakeKafka({ answers: ["refused", 6, "lost"], partitions: 1 });
  const producer = kafka.open({ maxBatchBytes: 100 });
  await producer.write("t", messages(40));
  const written = (await producer.flush()).get("t")!;
  assert.equal(written.acked, 40);
  const [log] = kafka.logs;
  const twice = log!.length - 40; // the batch whose acknowledgement was lost
  assert.ok(twice > 0 && twice < 40);
  assert.deepEqual(log!.slice(twice), messages(40).map(({ value }) => value));
  assert.deepEqual(written.ranges.get(0), [[twice, log!.length]]);
  await producer.close();
});

Deno.test("BatchProducer fails for good when Kafka stays away", async () => {
  const kafka = fakeKafka({ answers: Array(100).fill("refused"), patience: 100 });
  const producer = kafka.open({ maxUnackedBytes: 100 });
  await assert.rejects(
    async () => {
      await producer.write("t", messages(100));
      await producer.flush();
    },
    (error: Error) => error instanceof UnavailableError && /connection refused/.test(error.message),
  );
  const requests = kafka.requests();
  await assert.rejects(producer.write("t", messages(1)), UnavailableError);
  await assert.rejects(producer.flush(), UnavailableError);
  await producer.close();
  assert.equal(kafka.requests(), requests);
});

Deno.test("BatchProducer fails at once if a retry cannot succeed", async () => {
  const kafka = fakeKafka({ answers: [29] });
  const producer = kafka.open();
  await producer.write("t", messages(1));
  await assert.rejects(producer.flush(), /Cannot write to t: Kafka answers TOPIC_AUTHORIZATION_F/);
  assert.equal(kafka.requests(), 1);
  await producer.close();
});

Deno.test("BatchProducer keeps its batches within the topic's limit, and returns what exceeds it", async () => {
  const kafka = fakeKafka({ partitions: 1, maxBytes: 500 });
  const producer = kafka.open();
  const large = { key: "k", value: "x".repeat(500) };
  const tooLarge = await producer.write("t", [...messages(200), large]);
  assert.deepEqual(tooLarge.map(({ index, limit }) => [index, limit]), [[200, 500]]);
  assert.equal((await producer.flush()).get("t")!.acked, 200);
  assert.deepEqual(kafka.logs[0], messages(200).map(({ value }) => value));
  await producer.close();
});

Deno.test("BatchProducer halves what Kafka refuses as too large, if the limit may not be read", async () => {
  const kafka = fakeKafka({ partitions: 1, maxBytes: 500, told: false });
  const producer = kafka.open({ maxUnackedBytes: 3000 });
  // One message that fills a batch alone, and times that do not grow.
  const all = messages(700).map((message, i) => ({ ...message, timestamp: (i * 7919) % 1000 }));
  all[40] = { ...all[40]!, value: "x".repeat(400) };
  for (let i = 0; i < 700; i += 100) await producer.write("t", all.slice(i, i + 100));
  assert.equal((await producer.flush()).get("t")!.acked, 700);
  assert.deepEqual(kafka.logs[0], all.map(({ value }) => value));
  const before = kafka.requests();
  await producer.write("t", all.slice(100, 120)); // it has learnt
  await producer.flush();
  assert.equal(kafka.requests(), before + 2);
  await producer.write("t", [{ key: null, value: "x".repeat(600) }]);
  await assert.rejects(
    producer.flush(),
    /Cannot write to t\/0: Kafka refuses a message of \d+ bytes as too large\. Let this user read/,
  );
  await producer.close();
});

Deno.test("BatchProducer returns what is too large and writes the rest", async () => {
  const kafka = fakeKafka({ partitions: 1 });
  const producer = kafka.open({ maxBatchBytes: 500 });
  const large = { key: "k", value: "x".repeat(500) };
  const [first, last] = messages(2);
  const tooLarge = await producer.write("t", [first!, large, last!]);
  assert.deepEqual(tooLarge.map(({ index, limit }) => [index, limit]), [[1, 500]]);
  assert.ok(tooLarge[0]!.bytes > 500 && tooLarge[0]!.bytes < 600);
  assert.equal((await producer.flush()).get("t")!.acked, 2);
  assert.deepEqual(kafka.logs, [["0", "1"]]);
  await producer.close();
  await assert.rejects(producer.write("t", [first!]), /the producer is closed/);
});

Deno.test("BatchProducer.write() waits while too much is unacknowledged", async () => {
  const kafka = fakeKafka({ partitions: 1 });
  const producer = kafka.open({ maxUnackedBytes: 1000 });
  await producer.write("t", messages(10));
  assert.equal(kafka.requests(), 0); // accepted at once
  await producer.write("t", messages(500));
  assert.ok(kafka.requests() > 0);
  await producer.close();
  assert.equal(kafka.logs[0]!.length, 510);
});

Deno.test("BatchProducer spreads messages without a key", async () => {
  const kafka = fakeKafka();
  const producer = kafka.open();
  await producer.write("t", messages(100).map(({ value }) => ({ key: null, value })));
  await producer.close();
  assert.deepEqual(kafka.logs.map((log) => log.length), [50, 50]);
});

Deno.test("BatchProducer fails if Kafka's answer omits a batch, or names no partition", async () => {
  const producer = fakeKafka({ answers: ["omits"] }).open();
  await producer.write("t", messages(1));
  await assert.rejects(producer.flush(), /^Error: Cannot write to t\/\d: Kafka's answer omits it$/);
  const empty = fakeKafka({ partitions: 0 }).open();
  await assert.rejects(empty.write("t", messages(1)), /Kafka names no partition of it/);
});
