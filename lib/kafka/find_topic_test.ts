import assert from "node:assert/strict";
import { findOwnTopic, findTopic } from "./find_topic.ts";

const topics = ["a_taxi_trips", "a_orders", "orders", "github_events", "taxi_trips"];

Deno.test("findTopic() looks in the namespace, then anywhere", () => {
  assert.equal(findTopic("orders", topics, "a_"), "a_orders");
  assert.equal(findTopic("orders", topics), "orders");
  assert.equal(findTopic("github_events", topics, "a_"), "github_events");
  assert.equal(findTopic("a_orders", topics), "a_orders");
});

Deno.test("findTopic() suggests similar names, without the prefix", () => {
  assert.throws(
    () => findTopic("taxi_trip", topics, "a_"),
    /Cannot find the topic "taxi_trip"\. Did you mean taxi_trips\?$/,
  );
  assert.throws(() => findTopic("order", topics), /Did you mean orders/);
  assert.throws(() => findTopic("zzz", topics), /deno task topics list/);
});

Deno.test("findOwnTopic() never means a topic outside the namespace", () => {
  assert.equal(findOwnTopic("orders", topics, "a_"), "a_orders");
  assert.equal(findOwnTopic("a_orders", topics, "a_"), "a_orders");
  assert.equal(findOwnTopic("orders", topics), "orders");
  assert.throws(() => findOwnTopic("github_events", topics, "a_"), /Cannot find the topic/);
});
