import assert from "node:assert/strict";
import { defineStream, Nullable, type Stream, Symbol, Timestamp, Type } from "./define.ts";
import { LAST_TIME_MS } from "./fields.ts";

const schema = Type.Object({
  id: Type.String({ minLength: 1 }),
  at: Timestamp(),
  kind: Nullable(Symbol()),
  list: Nullable(Type.Array(Type.Unknown())),
});
const base = { name: "things", key: "id", time: "at", identity: ["id"], schema } as const;
const stream = defineStream(base) as Stream;
const changes = defineStream({ ...base, time: "ts_ms", changes: true }) as Stream;
const good = '"id":"a","at":"2026-01-01T00:00:00Z"';
const HALF = "must be Unicode text: it holds half of a surrogate pair";
let deep = '"x"';
for (let i = 0; i < 10_000; i++) deep = `[${deep}]`;

Deno.test("check() refuses texts and numbers that would not be stored as they are", () => {
  for (
    const [json, field, reason] of [
      ['"id":"\\ud800"', "id", HALF],
      ['"id":"x\\udc00x"', "id", HALF],
      ['"kind":"\\udfff"', "kind", HALF],
      [
        '"kind":"a\\u0000"',
        "kind",
        "must not hold a NUL character: QuestDB cannot store it in a SYMBOL",
      ],
      ['"list":["ok",{"a":["\\ud83c"]}]', "list/1/a/0", HALF],
      ['"list":[{"\\ud800":1}]', "list/0", HALF],
      ['"list":[1e400]', "list/0", "must be a finite number"],
      [`"list":${deep}`, undefined, "must not have more than 100 levels"],
    ] as const
  ) {
    const record = JSON.parse(`{${good},${json}}`);
    const event = { op: "c", ts_ms: 1, after: record };
    assert.equal(stream.valid(record), false, json);
    const [error] = stream.check(record);
    assert.equal(error!.reason, reason);
    if (field !== undefined) assert.equal(error!.field, field);
    assert.equal(changes.check(event)[0]!.reason, reason);
  }
});

Deno.test("check() accepts whole characters, and a NUL where QuestDB keeps it", () => {
  const record = JSON.parse(
    `{${good},"id":"\\ud83c\\udf55\\u0000","kind":"\\uffff🍕","list":["\\u0000"]}`,
  );
  assert.deepEqual(stream.check(record), []);
});

Deno.test("check() refuses a change after the last time of QuestDB's designated timestamp", () => {
  const event = { op: "c", ts_ms: LAST_TIME_MS, after: JSON.parse(`{${good}}`) };
  assert.ok(changes.valid(event));
  assert.equal(changes.check({ ...event, ts_ms: LAST_TIME_MS + 1 })[0]!.field, "ts_ms");
});
