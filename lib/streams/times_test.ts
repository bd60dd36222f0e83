import assert from "node:assert/strict";
import { defineStream, Nullable, type Stream, Symbol, Timestamp, Type } from "./define.ts";

const schema = Type.Object({
  id: Symbol({ minLength: 1 }),
  at: Timestamp(),
  seen: Nullable(Timestamp()),
  stops: Nullable(Type.Array(Type.Object({ at: Nullable(Timestamp()), note: Type.String() }))),
});
const base = { name: "rides", key: "id", time: "at", identity: ["id"], schema } as const;
const three = defineStream(base) as Stream;
const six = defineStream({ ...base, timeDigits: 6 }) as Stream;
const DAY = "2026-01-01T00:00:0";

Deno.test("encode() writes every time with the stream's digits, also in lists", () => {
  const record = {
    id: "a",
    at: `${DAY}1Z`,
    seen: `${DAY}2.5Z`,
    stops: [{ at: `${DAY}3.12Z`, note: `${DAY}3Z` }, { at: null, note: "" }],
  };
  const text = JSON.stringify(record);
  assert.deepEqual(JSON.parse(three.encode(record)), {
    id: "a",
    at: `${DAY}1.000Z`,
    seen: `${DAY}2.500Z`,
    stops: [{ at: `${DAY}3.120Z`, note: `${DAY}3Z` }, { at: null, note: "" }],
  });
  assert.match(six.encode(record), /01\.000000Z.*02\.500000Z.*03\.120000Z/);
  assert.equal(JSON.stringify(record), text, "the record itself is not changed");
  assert.equal(three.encode({ id: "a", at: `${DAY}1.123000Z` }), `{"id":"a","at":"${DAY}1.123Z"}`);
});

Deno.test("encode() never rounds a time; finerTime() names it", () => {
  const reason =
    "has a finer time than the stream's 3 fractional digits: declare it with timeDigits: 6";
  const fine = `${DAY}1.000001Z`;
  for (
    const [record, field] of [
      [{ id: "a", at: fine }, "at"],
      [{ id: "a", at: `${DAY}1Z`, stops: [{ note: "" }, { at: fine, note: "" }] }, "stops/1/at"],
    ] as const
  ) {
    assert.deepEqual(three.finerTime(record), { field, value: fine, reason });
    assert.throws(() => three.encode(record), RangeError);
    assert.deepEqual([six.finerTime(record), six.valid(record)], [undefined, true]);
    assert.ok(three.valid(record), "reading is lenient: the table keeps microseconds");
  }
});

Deno.test("encode() writes the times within a change event, and leaves ts_ms", () => {
  const changes = defineStream({ ...base, time: "ts_ms", changes: true }) as Stream;
  const after = { id: "a", at: `${DAY}1Z` };
  const event = { before: after, after, op: "u", ts_ms: 17, source: { at: `${DAY}1Z` } };
  const fixed = { id: "a", at: `${DAY}1.000Z` };
  assert.deepEqual(JSON.parse(changes.encode(event)), { ...event, before: fixed, after: fixed });
});
