import assert from "node:assert/strict";
import { type Comparisons, same, sameSet, type World } from "./compared.ts";

/** The messages themselves: `topics/topics_integration_test.ts`. */
export const topicsComparisons: Comparisons = {
  "topics/topics": async (shown, world) => {
    const { kafka } = world;
    sameSet(shown, countsOf(world), ["topic"]);
    for (const { topic, size, messages } of shown.rows) {
      const ends = await kafka.administer(
        "compare the ends",
        (admin) => admin.fetchTopicOffsets(String(topic)),
      );
      assert.equal(
        messages,
        ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0),
      );
      // Of 60 to 120 bytes a message, and what a batch takes.
      assert.ok(
        Number(size) >= Number(messages) * 60 && Number(size) <= Number(messages) * 200 + 1000,
      );
    }
  },
  "topics/messages": (shown, world) => sameSet(shown, countsOf(world), ["topic"]),
  "topics/groups": (shown, { lags, kafka: { prefix } }) =>
    sameSet(
      shown,
      lags.filter(({ topic }) => shown.params.topic === "" || shown.params.topic === prefix + topic)
        .map(({ group, topic, lag, committed }) => ({
          group: prefix + group,
          topic: prefix + topic,
          lag,
          committed,
          state: "Empty",
          members: 0,
        })),
      ["group", "topic"],
    ),
  "topics/partitions": (shown, { messages, kafka: { prefix } }) =>
    same(
      shown,
      (messages[shown.params.topic!.slice(prefix.length)] ?? []).map((count, partition) => ({
        partition,
        first: 0,
        next: count,
        messages: count,
      })),
    ),
};

function countsOf({ messages, kafka: { prefix } }: World) {
  return Object.entries(messages).map(([topic, counts]) => ({
    topic: prefix + topic,
    partitions: counts.length,
    messages: counts.reduce((a, b) => a + b, 0),
  }));
}
