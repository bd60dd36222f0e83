import assert from "node:assert/strict";
import { connectKafka } from "../kafka/client.ts";
import { endOffsets } from "../kafka/offsets.ts";
import { openProducer } from "../kafka/producer.ts";
import { ensureTopics } from "../kafka/topics.ts";
import { openTransport } from "../questdb/transport.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { defineStream, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { withNamespace } from "../testing.ts";
import { sinkOnce } from "./serve_sink.ts";

const notes = defineStream({
  name: "notes",
  key: "id",
  time: "at",
  identity: ["id"],
  partitions: 1,
  schema: Type.Object({ id: Symbol(), at: Timestamp() }),
}) as Stream;

Deno.test("a batch of 300,000 bad records ends, with one dead letter for each", async () => {
  await withNamespace(async ({ db, endpoints }) => {
    const kafka = await connectKafka(endpoints.kafka);
    await ensureTopics(kafka, [notes]);
    const producer = await openProducer(kafka);
    const bad = Array.from({ length: 300_000 }, () => ({ key: null, value: "x" }));
    const good = Array.from({ length: 100 }, (_, i) => ({
      key: null,
      value: JSON.stringify({ id: `n${i}`, at: "2026-01-01T00:00:00.000Z" }),
    }));
    assert.deepEqual(await producer.write(kafka.topicOf(notes), [...bad, ...good]), []);
    await producer.close();
    const transport = await openTransport(endpoints.questdb);
    await sinkOnce(notes, { kafka, db, transport, signal: AbortSignal.timeout(120_000) });
    const dead = await endOffsets(kafka, [kafka.deadLetterTopicOf(notes)]);
    assert.deepEqual([...dead.values()].flatMap((ends) => [...ends.values()]), [300_000]);
    await kafka.close();
    const rows = (stream: Stream) => db.sql<{ n: number }>`select count() n from ${stream}`;
    assert.deepEqual(await rows(notes), [{ n: 100 }]);
    assert.deepEqual(await rows(deadLetters as Stream), [{ n: 300_000 }]);
  });
});
