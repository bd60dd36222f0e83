import assert from "node:assert/strict";
import { defineStream, Nullable, type Stream, Symbol, Timestamp, Type } from "./define.ts";

const schema = Type.Object({
  id: Symbol({ minLength: 1 }),
  at: Timestamp(),
  n: Nullable(Type.Number()),
});
const base = { name: "things", key: "id", time: "at", identity: ["id"], schema } as const;
const define = (change: object) =>
  // deno-lint-ignore no-explicit-any
  defineStream({ ...base, ...change } as any) as Stream;
const record = { id: "a", at: "2026-01-01T00:00:00Z" };
const HOSTILE = JSON.parse(
  '{"__proto__":{"n":5},"constructor":1,"unknown_fields":2,"a\\u0000b":3}',
);

Deno.test("a stream ignores unknown fields by default, and names them", () => {
  const stream = define({});
  assert.ok(stream.valid({ ...record, colour: "red" }));
  assert.deepEqual(stream.unknownIn({ ...record, colour: "red" }), ["colour"]);
  assert.equal(stream.unknownIn(record), stream.unknownIn({ at: record.at, n: 1, id: "b" }));
  const hostile = { ...HOSTILE, ...record };
  assert.deepEqual(stream.unknownIn(hostile), Object.keys(HOSTILE));
  assert.ok(stream.valid(hostile));
});

Deno.test("a stream that keeps unknown fields has them as JSON text in a column", () => {
  const stream = define({ unknown: "keep" });
  assert.deepEqual(stream.columns.at(-1), {
    name: "unknown_fields",
    type: "VARCHAR",
    nullable: true,
  });
  assert.equal(stream.rowOf(record), record);
  const { unknown_fields } = stream.rowOf({ ...HOSTILE, ...record });
  assert.equal(unknown_fields, JSON.stringify(HOSTILE));
  for (const bad of ['{"x":1e400}', '{"x":["\\ud800"]}', '{"\\ud800":1}']) {
    assert.equal(stream.valid({ ...record, ...JSON.parse(bad) }), false, bad);
  }
});

Deno.test("a stream that refuses unknown fields names some of them, however many and long", () => {
  const stream = define({ unknown: "refuse" });
  assert.deepEqual(stream.check({ ...record, colour: "red" }), [
    { field: "colour", value: "red", reason: "is not a field of the stream" },
  ]);
  const many = Object.fromEntries(
    Array.from({ length: 5000 }, (_, i) => [`x${i}${"y".repeat(999)}`, 1]),
  );
  assert.ok(JSON.stringify(stream.check({ ...record, ...many })).length < 10_000);
  assert.match(JSON.stringify(stream.schema), /^{"additionalProperties":false/);
});

Deno.test("a change stream names the unknown fields of its record and of the event", () => {
  const stream = define({ time: "ts_ms", changes: true, unknown: "keep" });
  const known = { source: {}, transaction: null, ts_us: 1, ts_ns: 1 };
  const event = { before: null, after: { ...record, colour: "red" }, op: "c", ts_ms: 1, ...known };
  assert.deepEqual(stream.unknownIn(event), ["after/colour"]);
  assert.deepEqual(stream.unknownIn({ ...event, extra: 1 }), ["after/colour", "extra"]);
  assert.equal(stream.rowOf(event).unknown_fields, '{"colour":"red"}');
  assert.equal(stream.unknownIn({ ...event, after: record }).length, 0);
});

Deno.test("defineStream() refuses to keep what may be sensitive, and what contradicts itself", () => {
  const own = Type.Object({ ...schema.properties, unknown_fields: Nullable(Type.String()) });
  const open = Type.Object(schema.properties, { additionalProperties: true });
  for (
    const [change, reason] of [
      [{ unknown: "keep", sensitive: ["n"] }, /may be sensitive too/],
      [{ unknown: "keep", schema: own }, /unknown_fields is the column/],
      [{ schema: open }, /write unknown:/],
      [{ unknown: "refuse", changes: true, time: "ts_ms" }, /cannot refuse unknown fields/],
    ] as const
  ) assert.throws(() => define(change), reason);
});
