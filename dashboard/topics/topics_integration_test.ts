/** The Topics page's route on a real Kafka. */
import { Hono } from "hono";
import assert from "node:assert/strict";
import { connectKafka } from "../../lib/kafka/client.ts";
import { createTopic } from "../../lib/kafka/create_topic.ts";
import { listGroups } from "../../lib/kafka/groups.ts";
import { openProducer } from "../../lib/kafka/producer.ts";
import { withNamespace } from "../../lib/testing.ts";
import { openServices } from "../open_services.ts";
import { readMessages } from "./read_messages.ts";
import { topicFacts } from "./topic_rows.ts";
import { topicRoutes } from "./topic_routes.ts";

Deno.test("messages are found by place, key and time, and nothing is committed", async () => {
  await withNamespace(async ({ endpoints }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const services = openServices(endpoints, { log: () => {} });
    const app = new Hono();
    topicRoutes(app, services);
    const ask = async (query: Record<string, string>) => {
      const answer = await app.request(`/topics/messages?${new URLSearchParams(query)}`);
      return { status: answer.status, body: await answer.json() };
    };
    try {
      const topic = await createTopic(kafka, "letters", { partitions: 2 });
      const producer = await openProducer(kafka);
      const sent = Array.from({ length: 300 }, (_, i) => ({
        key: `k${i % 50}`,
        value: JSON.stringify({ i, text: "<b>bold</b>" }),
        headers: { source: "test" },
        timestamp: Date.UTC(2026, 0, 1) + i * 1000,
      }));
      await producer.write(topic, sent);
      await producer.close();

      const newest = await ask({ topic: "letters", limit: "3" });
      assert.deepEqual(
        newest.body.messages.map(({ value }: { value: string }) => JSON.parse(value).i),
        [299, 298, 297],
      );
      assert.equal(newest.body.messages[0].headers.source, "test");
      const keyed = await ask({ topic: "letters", key: "k7", place: "oldest" });
      assert.deepEqual(
        keyed.body.messages.map(({ value }: { value: string }) => JSON.parse(value).i),
        [7, 57, 107, 157, 207, 257],
      );
      assert.equal(keyed.body.ended, "all");
      assert.equal(keyed.body.scanned, 300);
      const timed = await ask({
        topic: "letters",
        place: "time",
        time: "2026-01-01 00:04:00",
        limit: "500",
      });
      assert.equal(timed.body.messages.length, 60);
      const [{ partition, offset }] = timed.body.messages;
      const placed = await ask({
        topic: "letters",
        place: "offset",
        offset: String(offset),
        partition: String(partition),
        limit: "1",
      });
      assert.deepEqual(placed.body.messages[0], timed.body.messages[0]);
      assert.equal(placed.body.ended, "limit");

      const bounds = { bytes: 2000, value: 10, time: 5000, scanned: 100 };
      const few = await readMessages(kafka, { topic, place: "oldest", limit: 300 }, { bounds });
      assert.equal(few.ended, "bytes");
      assert.match(String(few.messages[0]!.value), /^.{10}… \(\d+ characters\)$/);
      const lost = await readMessages(kafka, { topic, place: "oldest", key: "none", limit: 5 }, {
        bounds,
      });
      assert.deepEqual({ ...lost, messages: lost.messages.length }, {
        messages: 0,
        scanned: 100,
        ended: "scanned",
      });

      assert.match((await ask({ topic: "leters" })).body.error.message, /Did you mean letters/);
      assert.equal((await ask({ topic: "letters", place: "offset", offset: "-1" })).status, 400);
      assert.deepEqual(await listGroups(kafka), []);
      const [facts] = await topicFacts(services);
      assert.equal(facts!.messages, 300);
      assert.ok(facts!.size! > 1000, `${facts!.size} bytes`);
    } finally {
      await services.close();
      await kafka.close();
    }
  });
});
