import assert from "node:assert/strict";
import type { KafkaClient } from "./client.ts";
import type { Cluster } from "./kafkajs_internals.ts";
import { findTopic, topicNamed } from "./find_topic.ts";

const topics = ["a_taxi_trips", "a_orders", "orders", "github_events", "taxi_trips"];

Deno.test("topicNamed() looks in the namespace, then anywhere", () => {
  assert.equal(topicNamed("orders", topics, "a_"), "a_orders");
  assert.equal(topicNamed("orders", topics), "orders");
  assert.equal(topicNamed("github_events", topics, "a_"), "github_events");
  assert.equal(topicNamed("a_orders", topics), "a_orders");
});

Deno.test("topicNamed() suggests similar names, without the prefix", () => {
  assert.throws(
    () => topicNamed("taxi_trip", topics, "a_"),
    /Cannot find the topic "taxi_trip"\. Did you mean taxi_trips\?$/,
  );
  assert.throws(() => topicNamed("order", topics), /Did you mean orders/);
  assert.throws(() => topicNamed("zzz", topics), /deno task topics list/);
});

const broker = {
  metadata: () => Promise.resolve({ topicMetadata: topics.map((topic) => ({ topic })) }),
};
const cluster = {
  brokerPool: { findConnectedBroker: () => Promise.resolve(broker) },
} as unknown as Cluster;

/** A client that knows these topics. */
const client = (prefix: string) =>
  ({
    prefix,
    ask: <T>(_: string, work: (cluster: Cluster) => Promise<T>) => work(cluster),
  }) as unknown as KafkaClient;

Deno.test("findTopic() with `own` never means a topic outside the namespace", async () => {
  const own = (name: string, prefix = "") => findTopic(client(prefix), name, { own: true });
  assert.equal(await own("orders", "a_"), "a_orders");
  assert.equal(await own("a_orders", "a_"), "a_orders");
  assert.equal(await own("orders"), "orders");
  await assert.rejects(own("github_events", "a_"), /Cannot find the topic/);
  assert.equal(await findTopic(client("a_"), "github_events"), "github_events");
});
