import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { seeded } from "../../random.ts";
import { Decoder } from "../kafkajs_internals.ts";
import { decodeKafkajsBatch } from "../kafkajs_testing.ts";
import { crc32c } from "./crc32c.ts";
import { type OutgoingMessage, RecordBatch } from "./record_batch.ts";

function randomMessage(random: ReturnType<typeof seeded>): OutgoingMessage {
  const text = (length: number) =>
    Array.from({ length }, () => random.pick(["a", "Z", '"', "\n", "é", "漢", "😀", "\0"])).join(
      "",
    );
  const part = () =>
    random.pick([
      () => null,
      () => "",
      () => text(random.int(1, 300)),
      // Texts of ASCII are written another way, and short ones yet another.
      () => "x".repeat(random.int(1, 80)),
      () =>
        "x".repeat(random.int(0, 80)) + random.pick(["é", "漢", "😀"]) +
        "y".repeat(random.int(0, 2)),
      () => new TextEncoder().encode(text(random.int(1, 300))),
    ])();
  return {
    key: part(),
    value: part(),
    headers: random.next() < 0.3 ? { [text(5)]: text(9), b: new Uint8Array([0, 255]) } : undefined,
    timestamp: random.pick([0, 1, 1.7e12, 1.7e12 - 1e10, 9.2e12]) + random.int(0, 1000),
  };
}

const bytes = (part: string | Uint8Array | null) => part === null ? null : Buffer.from(part);

Deno.test("RecordBatch writes what kafkajs reads, for random messages", async () => {
  const random = seeded(7);
  for (let round = 0; round < 50; round++) {
    const messages = Array.from({ length: random.int(1, 200) }, () => randomMessage(random));
    const batch = new RecordBatch(1 << 20);
    for (const message of messages) assert.ok(batch.add(message, 0));
    const sealed = batch.seal();
    assert.equal(sealed.length, batch.size);
    assert.equal(sealed.readUInt32BE(17), crc32c(sealed, 21));
    const { records, maxTimestamp } = await decodeKafkajsBatch(new Decoder(Buffer.from(sealed)));
    assert.equal(records.length, messages.length);
    assert.equal(Number(maxTimestamp), Math.max(...messages.map((m) => m.timestamp!)));
    for (const [i, { key, value, headers, timestamp }] of messages.entries()) {
      const record = records[i];
      assert.equal(record.offset, String(i));
      assert.equal(record.timestamp, String(timestamp));
      assert.deepEqual(record.key, bytes(key));
      assert.deepEqual(record.value, bytes(value));
      const wanted = Object.entries(headers ?? {}).map(([name, part]) => [name, bytes(part)]);
      assert.deepEqual(Object.entries(record.headers), wanted);
    }
  }
});

Deno.test("RecordBatch.add() refuses what does not fit, and sizeOf() is what a message needs", () => {
  const message = { key: "k", value: "ü".repeat(100), timestamp: 5 };
  const need = RecordBatch.sizeOf(message);
  const batch = new RecordBatch(need);
  assert.ok(batch.add(message, 0));
  assert.ok(batch.size <= need);
  const full = Buffer.from(batch.seal());
  assert.equal(batch.add(message, 0), false);
  assert.deepEqual(batch.seal(), full);
  assert.equal(new RecordBatch(need - 20).add(message, 0), false);
});

Deno.test("RecordBatch.clear() lets the buffer be reused", () => {
  const batch = new RecordBatch(1000);
  batch.add({ key: null, value: "one" }, 1);
  const first = Buffer.from(batch.seal());
  batch.clear();
  batch.add({ key: null, value: "one" }, 1);
  assert.deepEqual(batch.seal(), first);
});

Deno.test("RecordBatch writes lone surrogates as the replacement character", async () => {
  const batch = new RecordBatch(1000);
  batch.add({ key: null, value: "a\ud800b" }, 1);
  const { records } = await decodeKafkajsBatch(new Decoder(Buffer.from(batch.seal())));
  assert.equal(records[0].value.toString(), "a\ufffdb");
});
