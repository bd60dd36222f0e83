import assert from "node:assert/strict";
import type { Admin } from "kafkajs";
import type { KafkaClient } from "./client.ts";
import { type Cluster, createErrorFromCode } from "./kafkajs_internals.ts";
import { withPatience } from "./patience.ts";
import { createTopics } from "./topic_admin.ts";
import { logEnds, topicOffsets } from "./topic_offsets.ts";

type Leaders = number[];

/** A client of a broker that describes its topic so, one answer after the other: leaders, or a failure. */
function client(...answers: (Leaders | (() => never))[]) {
  let calls = 0, clock = 0;
  let leaders: Leaders = [];
  const cluster = {
    brokerPool: {
      findConnectedBroker: () =>
        Promise.resolve({ metadata: () => Promise.resolve({ topicMetadata: [] }) }),
    },
    addMultipleTargetTopics: () => Promise.resolve(),
    async refreshMetadataIfNecessary() {
      clock += 3000;
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      calls++;
      leaders = typeof answer === "function" ? await answer() : answer;
    },
    findTopicPartitionMetadata: () =>
      leaders.map((leader, partitionId) => ({ partitionId, leader })),
    fetchTopicsOffset: ([{ topic, partitions, fromBeginning }]: [
      { topic: string; partitions: { partition: number }[]; fromBeginning: boolean },
    ]) =>
      Promise.resolve([{
        topic,
        partitions: partitions.map((at) => ({ ...at, offset: fromBeginning ? "3" : "7" })),
      }]),
  } as unknown as Cluster;
  const admin = { createTopics: () => Promise.resolve(true) } as unknown as Admin;
  const at = { address: "h:9092", now: () => clock };
  return {
    administer: <T>(action: string, work: (_: Admin) => Promise<T>) =>
      withPatience(() => work(admin), { action, ...at }),
    ask: <T>(action: string, work: (_: Cluster) => Promise<T>, more: { isNew?: boolean } = {}) =>
      withPatience(() => work(cluster), { action, ...at, ...more }),
    get calls() {
      return calls;
    },
  } as unknown as KafkaClient & { calls: number };
}

const unknown = (): never => {
  throw createErrorFromCode(3);
};

Deno.test("topicOffsets() and logEnds() ask again while a partition has no leader", async () => {
  const kafka = client([], [1, -1], [1, 2]);
  assert.deepEqual(await topicOffsets(kafka, "t"), [
    { partition: 0, start: 3, end: 7 },
    { partition: 1, start: 3, end: 7 },
  ]);
  assert.equal(kafka.calls, 4); // the last for the ends
  assert.deepEqual(
    await logEnds(client([-1], [1]), ["t"]),
    new Map([["t", new Map([[0, 7]])]]),
  );
});

Deno.test("topicOffsets() throws any other error at once", async () => {
  const kafka = client(() => {
    throw new Error("no such luck");
  });
  await assert.rejects(topicOffsets(kafka, "t"), /no such luck/);
  assert.equal(kafka.calls, 1);
});

Deno.test("createTopics() waits for a broker that learns late of a new topic, topicOffsets() does not", async () => {
  const late = client(unknown, unknown, unknown, [1]); // 9 s
  assert.deepEqual(await createTopics(late, [{ topic: "t", partitions: 1 }]), ["t"]);
  assert.equal(late.calls, 4);
  await assert.rejects(topicOffsets(client(unknown), "t"), /Cannot read the offsets of t: no such/);
});
