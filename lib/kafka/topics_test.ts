import assert from "node:assert/strict";
import { deadLetterTopic, topicName } from "./topic_names.ts";
import { topicsOf } from "./topics.ts";

Deno.test("topicName() and deadLetterTopic() put the namespace's prefix first", () => {
  assert.equal(topicName({ name: "orders" }), "orders");
  assert.equal(topicName({ name: "orders" }, "a_"), "a_orders");
  assert.equal(deadLetterTopic({ name: "orders" }, "a_"), "a_orders_dlq");
});

Deno.test("topicsOf() follows the stream's declaration; dead letters are kept", () => {
  const stream = { name: "s", partitions: 3, retention: "2d", compact: false };
  assert.deepEqual(topicsOf(stream, "a_"), [
    { topic: "a_s", partitions: 3, config: { "retention.ms": "172800000" } },
    { topic: "a_s_dlq", partitions: 1, config: { "retention.ms": "-1" } },
  ]);
  const [compacted] = topicsOf({ ...stream, compact: true });
  assert.deepEqual(compacted!.config, { "cleanup.policy": "compact" });
});
