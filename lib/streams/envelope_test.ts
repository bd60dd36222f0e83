import assert from "node:assert/strict";
import { defineStream, Long, Nullable, Symbol, Timestamp, Type } from "./define.ts";

const shelves = defineStream({
  name: "shelves",
  key: "id",
  time: "ts_ms",
  identity: ["id", "room"],
  changes: true,
  schema: Type.Object({
    id: Symbol(),
    room: Long({ minimum: 1 }),
    label: Type.String({ minLength: 1 }),
    width: Nullable(Type.Number({ minimum: 0 })),
    built_at: Nullable(Timestamp()),
  }),
  rules: [
    ({ width, room }) =>
      width === 13 ? { field: "width", reason: `brings bad luck to room ${room}` } : undefined,
  ],
});
const row = { id: "a", room: 1, label: "Books", width: 2.5, built_at: "2020-01-01T00:00:00Z" };
/** Fields that Debezium sends and we do not store (its reference, "Change events"). */
const more = {
  source: { version: "3.7.0.Final", connector: "postgresql", lsn: 26402128, snapshot: "first" },
  transaction: null,
  ts_us: 1795239658798425,
  ts_ns: 1795239658798425861,
};

const event = (op: string, before: unknown, after: unknown) => ({
  before,
  after,
  op,
  ts_ms: 17,
  ...more,
});
const reasons = (record: unknown) =>
  shelves.check(record).map(({ field, reason }) => `${field} ${reason}`);

Deno.test("a change stream accepts create, update, delete and snapshot read", () => {
  const later = { ...row, label: "Papers" };
  for (
    const [record, stored] of [
      [event("c", null, row), { op: "c", ...row }],
      [event("r", null, row), { op: "r", ...row }],
      [event("u", row, later), { op: "u", ...later }],
      [event("u", null, later), { op: "u", ...later }],
      [event("d", row, null), { op: "d", ...row }],
      [event("d", row, { ...later, id: "b" }), { op: "d", ...row }],
    ] as const
  ) {
    assert.deepEqual(shelves.check(record), []);
    assert.ok(shelves.valid(JSON.parse(JSON.stringify(record))));
    assert.equal(shelves.keyOf(record as never), "a");
    const when = { ts_ms: 17, tsMicros: 0, change_position: 26402128 };
    assert.deepEqual(shelves.rowOf(record as never), { ...when, ...stored });
  }
});

Deno.test("a change stream accepts a `before` with only the key, or with nulls for the rest", () => {
  const key = { id: "a", room: 1 };
  for (const before of [key, { ...key, label: null, width: null, built_at: null }]) {
    const record = event("d", before, null);
    assert.deepEqual(shelves.check(record), []);
    assert.equal(shelves.keyOf(record as never), "a");
    const { id, room, label, op } = shelves.rowOf(record as never);
    assert.deepEqual([id, room, label ?? null, op], ["a", 1, null, "d"]);
  }
});

Deno.test("a change stream accepts fields that it does not store", () => {
  const record = event("c", null, { ...row, created_at: "2026-11-21T05:40:19.691Z" });
  assert.deepEqual(shelves.check(record), []);
  assert.ok(!("created_at" in shelves.rowOf(record as never)));
});

Deno.test("a change stream refuses an event without the record that it is about", () => {
  assert.deepEqual(reasons(event("c", null, null)), [
    "after must hold the record that was written",
  ]);
  assert.deepEqual(reasons(event("u", row, null)), ["after must hold the record that was written"]);
  assert.deepEqual(reasons(event("d", null, null)), [
    "before must hold the record that was deleted",
  ]);
  assert.deepEqual(reasons({ op: "d", ts_ms: 17 }), [
    "before must hold the record that was deleted",
  ]);
  assert.deepEqual(reasons(event("d", { label: "Books" }, null)), [
    "before/id is missing",
    "before/room is missing",
  ]);
});

Deno.test("a change stream names each wrong field within before or after, and nothing else", () => {
  const { label: _, ...unlabelled } = row;
  const time = "must be a time in 1970 or later, for example 2026-01-01T00:00:00.123456Z";
  for (
    const [record, expected] of [
      [event("c", null, unlabelled), ["after/label is missing"]],
      [event("c", null, { ...row, width: "2" }), ["after/width must be number"]],
      [event("c", null, { ...row, built_at: "1969-01-01T00:00:00Z" }), [`after/built_at ${time}`]],
      [event("c", null, { ...row, built_at: "2020-01-01" }), [`after/built_at ${time}`]],
      [event("d", { ...row, id: 5 }, null), ["before/id must be string"]],
      [event("d", { ...row, built_at: "then" }, null), [`before/built_at ${time}`]],
      [event("c", 5, row), ["before must be object"]],
      [event("x", null, row), ['op must be "c", "u", "d" or "r"']],
      [{ ...event("c", null, row), ts_ms: -1 }, ["ts_ms must be >= 0"]],
      [{ ...event("c", null, row), ts_ms: "17" }, ["ts_ms must be integer"]],
      [{ ...event("c", null, row), ts_ms: 1.5 }, ["ts_ms must be integer"]],
      [{ op: "c", after: row }, ["ts_ms is missing"]],
      [{}, ["op is missing", "ts_ms is missing"]],
      [event("c", null, { ...row, width: 13 }), ["after/width brings bad luck to room 1"]],
    ] as const
  ) {
    assert.deepEqual(reasons(record), expected);
  }
});

Deno.test("a change stream's rules do not apply to before", () => {
  assert.deepEqual(reasons(event("d", { ...row, width: 13 }, null)), []);
  assert.deepEqual(reasons(event("u", { ...row, width: 13 }, row)), []);
});

Deno.test("a change stream's table has the fields, op and the change's position", () => {
  assert.deepEqual(shelves.columns.map(({ name }) => name), [
    "id",
    "room",
    "label",
    "width",
    "built_at",
    "op",
    "change_position",
  ]);
  assert.equal(shelves.timeFormat, "ms");
});

Deno.test("a change's time has the microseconds of the same moment, if the event knows them", () => {
  const ts_ms = 1795239658798;
  const microsOf = (ts_us?: unknown) =>
    shelves.rowOf({ op: "c", after: row, ts_ms, ts_us } as never).tsMicros;
  assert.equal(microsOf(1795239658798425), 425);
  assert.equal(microsOf("1795239658798425"), 425);
  for (const other of [undefined, null, 5, 1795239658797999, 1795239658799000, "?", {}, [0.5]]) {
    assert.equal(microsOf(other), 0);
  }
});

Deno.test("a change's position is that of its source's log, else its place", () => {
  const positionOf = (source: unknown) =>
    shelves.rowOf({ op: "c", after: row, ts_ms: 17, source } as never, 99).change_position;
  assert.equal(positionOf({ lsn: 26402128, sequence: '["1","2"]' }), 26402128);
  assert.equal(positionOf({ sequence: '["24023119","24023128"]' }), 24023128);
  assert.equal(positionOf({ file: "binlog.000003", pos: 4, row: 0 }), 4 * 2 ** 20);
  assert.equal(positionOf({ pos: 4, row: 1 }), 4 * 2 ** 20 + 1);
  assert.equal(positionOf({ pos: 2 ** 32 - 1, row: 5 }), (2 ** 32 - 1) * 2 ** 20 + 5);
  const none = [undefined, null, 5, "x", {}, { lsn: null }, { lsn: -1 }, { lsn: 1e300 }];
  const odd = [{ lsn: { toString: 1 } }, { pos: [] }, { sequence: "none" }, { sequence: ["1"] }];
  for (const source of [...none, ...odd]) assert.equal(positionOf(source), 99);
});
