import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { KafkaClient } from "./client.ts";
import type { Cluster, Exchange } from "./kafkajs_internals.ts";
import { readAt } from "./read_at.ts";
import type { IncomingBatch } from "./wire/fetch_request.ts";
import { RecordBatch } from "./wire/record_batch.ts";

/** A fetch's answer, version 11, of partition 0 of the topic `t`. */
function answerOf(records: Uint8Array): Buffer {
  const head = Buffer.alloc(4 + 2 + 4 + 4 + 3 + 4 + 4 + 2 + 8 + 8 + 8 + 4 + 4 + 4);
  let at = 4 + 2 + 4;
  at = head.writeInt32BE(1, at);
  at = head.writeInt16BE(1, at);
  at += head.write("t", at);
  at = head.writeInt32BE(1, at);
  at = head.writeInt32BE(0, at) + 2;
  for (const offset of [1n, 1n, 0n]) at = head.writeBigInt64BE(offset, at);
  at = head.writeInt32BE(0, at) + 4; // no aborted transactions
  head.writeInt32BE(records.length, at);
  return Buffer.concat([head, records]);
}

/** A Kafka whose topic `t` has one message at offset 0; it answers the fetches in turn, then with the last. */
function kafkaWith(...answers: Buffer[]) {
  let fetches = 0;
  const leader = { partitionId: 0, leader: 1 };
  const cluster = {
    brokerPool: {
      findConnectedBroker: () =>
        Promise.resolve({
          metadata: () => Promise.resolve({ topicMetadata: [{ topic: "t" }] }),
        }),
    },
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    addMultipleTargetTopics: () => Promise.resolve(),
    refreshMetadataIfNecessary: () => Promise.resolve(),
    findTopicPartitionMetadata: () => [leader],
    fetchTopicsOffset: ([{ fromBeginning }]: [{ fromBeginning: boolean }]) =>
      Promise.resolve([{
        topic: "t",
        partitions: [{ partition: 0, offset: fromBeginning ? "0" : "1" }],
      }]),
    findBroker: () =>
      Promise.resolve({
        connectionPool: {
          async send({ response }: Exchange<IncomingBatch[]>) {
            const answer = answers[Math.min(fetches++, answers.length - 1)]!;
            return await response.parse(await response.decode(answer));
          },
        },
      }),
  } as unknown as Cluster;
  const kafka = {
    newCluster: () => cluster,
    ask: <T>(_: string, work: (cluster: Cluster) => Promise<T>) => work(cluster),
    retry: <T>(_: string, work: () => Promise<T>) => work(),
    log: () => {},
  } as unknown as KafkaClient;
  return { kafka, fetches: () => fetches };
}

const batch = new RecordBatch(1000);
batch.add({ key: null, value: "wanted" }, 0);
const whole = answerOf(batch.seal());
const damaged = Buffer.from(whole);
damaged[damaged.length - 2]! ^= 1;

Deno.test("readAt() asks again for what was damaged on its way", async () => {
  const { kafka, fetches } = kafkaWith(damaged, whole);
  const found = await readAt(kafka, "t", [{ partition: 0, offset: 0 }]);
  assert.deepEqual([...found.values()].map((message) => message.text()), ["wanted"]);
  assert.equal(fetches(), 2);
});

Deno.test("readAt() finds a message that is damaged for good unreadable", async () => {
  const { kafka } = kafkaWith(damaged);
  const [message] = (await readAt(kafka, "t", [{ partition: 0, offset: 0 }])).values();
  assert.match(message!.unreadable!, /checksum/i);
});
