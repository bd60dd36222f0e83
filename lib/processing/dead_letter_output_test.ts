import assert from "node:assert/strict";
import type { OutgoingMessage, Producer } from "../kafka/producer.ts";
import { defineStream, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { reject } from "../streams/rejection.ts";
import { deadLetterOutput } from "./dead_letter_output.ts";

const stream = defineStream({
  name: "notes",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({ id: Symbol({ minLength: 1 }), at: Timestamp() }),
}) as Stream;

/** A producer that refuses messages of more than `limit` characters. */
function producer(limit: number) {
  const written: OutgoingMessage[] = [];
  const events: string[] = [];
  const write = (_: string, messages: readonly OutgoingMessage[]) => {
    const sizes = messages.map((message) => JSON.stringify(message).length);
    written.push(...messages.filter((_, i) => sizes[i]! <= limit));
    events.push(`write ${messages.length}`);
    const large = sizes.flatMap((bytes, index) => bytes > limit ? [{ index, bytes, limit }] : []);
    return Promise.resolve(large);
  };
  const flush = () => Promise.resolve(void events.push("flush"));
  return { written, events, client: { write, flush } as unknown as Producer };
}

const rejection = (raw: string, field = "") =>
  reject({ stream, source: "t/0", line: 1, time: "2026-01-01T00:00:00Z", key: "k", raw }, {
    field,
    reason: "is bad",
  });

Deno.test("deadLetterOutput() writes and flushes what was added, once", async () => {
  const { written, events, client } = producer(1_000_000);
  const output = deadLetterOutput(client, "notes_dlq");
  await output.flush();
  output.add(rejection("a"), { topic: "t" });
  output.add(rejection("b"), { topic: "t" });
  await output.flush();
  await output.flush();
  assert.deepEqual(written.map(({ value }) => value), ["a", "b"]);
  assert.deepEqual(events, ["write 2", "flush"]);
});

Deno.test("deadLetterOutput() cuts the text of a letter that is too large, and says so", async () => {
  const { written, client } = producer(100_000);
  const output = deadLetterOutput(client, "notes_dlq");
  output.add(rejection("small"), { topic: "t" });
  output.add(rejection("x".repeat(200_000), "f".repeat(50_000)), { topic: "t" });
  await output.flush();
  assert.deepEqual(written.map(({ value }) => String(value).length), [5, 65_536]);
  const reasons = written.map(({ headers }) => headers!["__connect.errors.exception.message"]);
  assert.deepEqual(reasons, ["is bad", "is bad (its text is cut to 64 KiB)"]);
  assert.equal(written[1]!.key, "k");
});

Deno.test("deadLetterOutput() throws if a letter fits in no way: its offset must not be committed", async () => {
  const { client } = producer(1000);
  const output = deadLetterOutput(client, "notes_dlq");
  output.add(rejection("x".repeat(70_000)), { topic: "t" });
  await assert.rejects(
    output.flush(),
    /Cannot write a dead letter to notes_dlq: it needs \d+ bytes/,
  );
});

Deno.test("deadLetterOutput() is full by the number of letters, or by their text", () => {
  const output = deadLetterOutput(producer(1e6).client, "notes_dlq");
  const adds = (raw: string, most: number) => {
    for (let n = 1; n <= most; n++) if (output.add(rejection(raw), { topic: "t" })) return n;
  };
  assert.equal(adds("x".repeat(4 << 20), 10), 4);
  assert.equal(
    deadLetterOutput(producer(1e6).client, "d").add(rejection("x"), { topic: "t" }),
    false,
  );
});
