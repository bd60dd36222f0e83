import assert from "node:assert/strict";
import type { KafkaClient } from "./client.ts";
import { withPatience } from "./patience.ts";
import { topicOffsets } from "./topic_offsets.ts";

/** A client whose admin answers with these, one after the other. */
function client(...answers: (() => unknown)[]) {
  let calls = 0;
  const at = { address: "h:9092", patience: 2000 };
  return {
    admin: { fetchTopicOffsets: () => Promise.resolve().then(() => answers[calls++]!()) },
    retry: <T>(action: string, work: () => Promise<T>) => withPatience(work, { action, ...at }),
    get calls() {
      return calls;
    },
  } as unknown as KafkaClient & { calls: number };
}

/** What kafkajs throws while a partition has no leader. */
function leaderless() {
  const low: { partitions: unknown[] }[] = [];
  const { partitions } = low.pop()!;
  return partitions;
}

Deno.test("topicOffsets() asks again while a partition has no leader", async () => {
  const kafka = client(leaderless, leaderless, () => [{ partition: 0, low: "3", high: "7" }]);
  assert.deepEqual(await topicOffsets(kafka, "t"), [{ partition: 0, start: 3, end: 7 }]);
  assert.equal(kafka.calls, 3);
});

Deno.test("topicOffsets() throws any other error at once", async () => {
  const kafka = client(() => {
    throw new Error("no such luck");
  });
  await assert.rejects(topicOffsets(kafka, "t"), /no such luck/);
  assert.equal(kafka.calls, 1);
});
