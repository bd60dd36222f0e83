import assert from "node:assert/strict";
import type { IncomingBatch, IncomingMessage } from "../kafka/consumer.ts";
import { defineStream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { defineFlow, mapWithState } from "./define.ts";
import { FlowTask } from "./flow_task.ts";
import { messageOf } from "./testing.ts";

const about = { key: "id", time: "at", identity: ["id", "n"] } as const;
const fields = { id: Symbol({ minLength: 1 }), at: Timestamp(), n: Type.String({ minLength: 1 }) };
const hits = defineStream({ ...about, name: "hits", schema: Type.Object(fields) });
const counted = defineStream({
  ...about,
  name: "counted_hits",
  schema: Type.Object({ ...fields, count: Type.Number() }),
});
const counting = defineFlow({
  name: "counting_hits",
  to: counted,
  inputs: [mapWithState(hits, () => ({ count: 0 }), ({ id, at, n }, state) => {
    if (n === "bad") throw new Error("a bad hit");
    return { id, at, n, count: ++state.count };
  })],
});

const log: IncomingMessage[] = "a b a bad a b a c a".split(" ").map((id, offset) =>
  messageOf(offset, { id: id === "bad" ? "a" : id, at: "2026-01-01T00:00:00.000Z", n: id })
);
log[5] = messageOf(5, "no record");

/** A flow that is started, and what it writes. */
function start() {
  const written: string[] = [];
  const reads: string[] = [];
  const task = new FlowTask(counting, {
    write: ({ id, count }) => written.push(`${id}${count}`) < 0,
    refuse: (_, { reason }) => written.push(reason) < 0,
  }, { topicOf: ({ name }) => name });
  /** Handles the messages from an offset to another, as a batch that ends with a mark of Kafka's. */
  async function handle(from: number, to: number, { partition = 0, marks = 0 } = {}) {
    const at = { topic: "hits", partition };
    const messages = log.slice(from, to);
    const batch: IncomingBatch = {
      ...{ ...at, messages, nextOffset: to + marks, highWatermark: log.length },
    };
    await task.prepare(batch, async function* (_, range) {
      reads.push(`${range.from}-${range.to}`);
      yield { messages: log.slice(range.from, range.to) };
    });
    for (const message of messages) task.handle(message, at);
  }
  return { task, written, reads, handle };
}

const WHOLE = ["a1", "b1", "a2", "cannot be handled: a bad hit", "a3", "a4", "c1", "a5"];

Deno.test("mapWithState() gives each record the state of its key, in the order of the topic", async () => {
  const { written, reads, handle, task } = start();
  await handle(0, 4);
  await handle(4, 9);
  assert.deepEqual(written, WHOLE);
  assert.deepEqual(reads, []);
  assert.deepEqual(task.counts, { read: 9, rejected: 1, deadLettered: 1 });
  await handle(0, 2, { partition: 1 });
  assert.deepEqual(written.slice(8), ["a1", "b1"]); // another partition has states of its own
});

Deno.test("mapWithState() first reads what is before the place where it begins, and writes nothing of it", async () => {
  for (let from = 1; from < log.length; from++) {
    const { written, reads, handle } = start();
    await handle(from, 9);
    assert.deepEqual(written, WHOLE.slice(-written.length));
    assert.deepEqual(reads, [`0-${from}`]);
  }
});

Deno.test("mapWithState() reads on where its partition was away, and once more from the start where it goes back", async () => {
  const { written, reads, handle, task } = start();
  await handle(0, 2);
  await handle(4, 5);
  assert.deepEqual([written.splice(0), reads.splice(0)], [["a1", "b1", "a3"], ["2-4"]]);
  await handle(2, 3);
  assert.deepEqual([written.splice(0), reads.splice(0)], [["a2"], ["0-2"]]);
  task.forget(); // another member had the partition
  await handle(3, 5);
  assert.deepEqual([written.at(-1), reads.splice(0)], ["a3", ["0-3"]]);
});

Deno.test("mapWithState() goes on after offsets that hold no message", async () => {
  const { written, reads, handle } = start();
  await handle(0, 4, { marks: 1 });
  await handle(5, 5, { marks: 1 }); // nothing but a mark
  await handle(6, 9);
  assert.deepEqual(written.slice(-3), ["a3", "c1", "a4"]);
  assert.deepEqual(reads, ["5-6"]);
});
