import assert from "node:assert/strict";
import {
  defineStream,
  EpochTime,
  Long,
  Nullable,
  type RecordOf,
  type Stream,
  Symbol,
  Timestamp,
  Type,
} from "./define.ts";

const fields = { id: Symbol(), at: Timestamp(), amount: Nullable(Type.Number()) };
const base = {
  name: "things",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object(fields),
} as const;

// deno-lint-ignore no-explicit-any
const define = (change: object): Stream => defineStream({ ...base, ...change } as any) as Stream;

Deno.test("defineStream() fills in defaults", () => {
  const { schema, ...rest } = define({});
  const facts = Object.entries(rest).filter(([, value]) => typeof value !== "function");
  assert.deepEqual(Object.fromEntries(facts), {
    name: "things",
    key: "id",
    time: "at",
    timeFormat: "iso",
    identity: ["id"],
    partitionBy: "DAY",
    ttl: undefined,
    partitions: 2,
    compact: false,
    retention: "7d",
    table: true,
    sensitive: [],
    changes: false,
    timeDigits: 3,
    unknown: "ignore",
    fields: ["id", "at", "amount"],
    columns: [
      { name: "id", type: "SYMBOL", nullable: false },
      { name: "amount", type: "DOUBLE", nullable: true },
    ],
  });
  assert.deepEqual(Object.keys(schema.properties), ["id", "at", "amount"]);
});

Deno.test("defineStream() keeps the given options", () => {
  const given = {
    partitionBy: "MONTH",
    ttl: "30d",
    partitions: 5,
    compact: true,
    retention: "12h",
  };
  const stream = define({ ...given, table: false, sensitive: ["amount"] });
  for (const [name, value] of Object.entries({ ...given, table: false })) {
    assert.equal(stream[name as keyof Stream], value, name);
  }
  assert.deepEqual(stream.sensitive, ["amount"]);
});

Deno.test("defineStream() derives the key and row of a record", () => {
  const stream = define({ key: "n", schema: Type.Object({ ...fields, n: Long() }) });
  const record = { id: "a", at: "2026-01-01T00:00:00Z", n: 17 };
  assert.equal(stream.keyOf(record), "17");
  assert.equal(stream.rowOf(record), record);
});

Deno.test("defineStream() derives the record's type", () => {
  const stream = defineStream(base);
  const record: RecordOf<typeof stream> = { id: "a", at: "2026-01-01T00:00:00Z", amount: null };
  // @ts-expect-error: amount is a number
  const wrong: RecordOf<typeof stream> = { ...record, amount: "1" };
  assert.deepEqual([stream.valid(record), stream.valid(wrong)], [true, false]);
});

const REFUSED: [what: string, change: object, message: RegExp][] = [
  ["a name in capitals", { name: "Things" }, /Cannot name a stream "Things": use lower-case/],
  ["a name with a dash", { name: "my-things" }, /Cannot name a stream "my-things"/],
  ["an empty name", { name: "" }, /Cannot name a stream ""/],
  ["a time that is not a field", { time: "when" }, /its time "when" is not a Timestamp\(\) field/],
  ["a time of another type", { time: "id" }, /its time "id" is not a Timestamp\(\) field/],
  ["a time that is plain text in ISO form", {
    schema: Type.Object({ ...fields, at: Type.String({ format: "date-time" }) }),
  }, /its time "at" is not a Timestamp/],
  ["a nullable time", {
    schema: Type.Object({ ...fields, at: Nullable(Timestamp()) }),
  }, /its time at cannot be nullable/],
  ["a second field called timestamp", {
    schema: Type.Object({ ...fields, timestamp: Timestamp() }),
  }, /`timestamp` is the designated timestamp's name/],
  ["a key that is not a field", { key: "nr" }, /it has no field "nr"/],
  ["the time as key", { key: "at" }, /it has no field "at" other than its time/],
  ["an identity that is not a field", { identity: ["id", "nr"] }, /it has no field "nr"/],
  ["a nullable key", { key: "amount" }, /amount identifies a record, so it cannot be nullable/],
  ["a nullable identity", { identity: ["amount"] }, /amount identifies a record/],
  ["a field in camelCase", {
    schema: Type.Object({ ...fields, camelCase: Type.String() }),
  }, /Cannot use "camelCase" as a field/],
  ["a field of two types", {
    schema: Type.Object({ ...fields, mixed: Type.Union([Type.String(), Type.Number()]) }),
  }, /Cannot store the field mixed/],
  ["a nullable boolean", {
    schema: Type.Object({ ...fields, flag: Nullable(Type.Boolean()) }),
  }, /flag cannot be nullable: QuestDB's BOOLEAN has no null/],
  ["an optional boolean", {
    schema: Type.Object({ ...fields, flag: Type.Optional(Type.Boolean()) }),
  }, /flag cannot be nullable: QuestDB's BOOLEAN has no null/],
  ["a misspelt ttl", { ttl: "30 days" }, /its ttl "30 days" is not a lifetime: write 12h/],
  ["a ttl in seconds", { ttl: "90s" }, /its ttl "90s" is not a lifetime/],
  ["a misspelt retention", { retention: "1w" }, /its retention "1w" is not a duration: write 12h/],
  ["a change stream with another time", { changes: true }, /a change stream's time is ts_ms/],
  ["a change stream with a field op", {
    changes: true,
    time: "ts_ms",
    schema: Type.Object({ ...fields, op: Symbol() }),
  }, /op is a field of every change event; rename it/],
  ["a change stream with a field change_position", {
    changes: true,
    time: "ts_ms",
    schema: Type.Object({ ...fields, change_position: Long() }),
  }, /change_position is a column of every change stream; rename the field/],
];

for (const [what, change, message] of REFUSED) {
  Deno.test(`defineStream() refuses ${what}`, () => {
    assert.throws(() => define(change), (error: Error) => {
      assert.equal(error.name, "TypeError");
      assert.match(error.message, message);
      assert.match(error.message, /^Cannot /);
      return true;
    });
  });
}

Deno.test("defineStream() allows a nullable boolean without a table", () => {
  const schema = Type.Object({ ...fields, flag: Nullable(Type.Boolean()) });
  assert.equal(define({ schema, table: false }).table, false);
});

Deno.test("defineStream() allows a time called timestamp", () => {
  const schema = Type.Object({ id: Symbol(), timestamp: Timestamp() });
  const { columns } = define({ time: "timestamp", schema });
  assert.deepEqual(columns.map(({ name }) => name), ["id"]);
});

Deno.test("a stream without a table may have times as others count them", () => {
  const raw = { table: false, schema: Type.Object({ ...fields, at: EpochTime() }) };
  const stream = define(raw);
  assert.equal(stream.timeFormat, "epoch");
  for (const at of [1767225600, "1767225600.000", 1767225600000, "1767225600000000"]) {
    assert.deepEqual(stream.check({ id: "a", at }), []);
    assert.equal(stream.millisOf({ id: "a", at }), Date.UTC(2026, 0));
    assert.equal(JSON.parse(stream.encode({ id: "a", at })).at, at, "as it came");
  }
  const [text] = stream.check({ id: "a", at: "2026-01-01T00:00:00Z" });
  assert.equal(text!.reason, "must be a number of seconds since 1970, or its text");
  const [early] = stream.check({ id: "a", at: 1 });
  assert.match(early!.reason, /^must be a time from 2000 to 2099 in seconds, milli/);
  assert.throws(() => define({ ...raw, table: true }), /its time "at" is not a Timestamp/);
  const other = { ...raw, schema: Type.Object({ ...fields, seen: EpochTime() }) };
  assert.throws(() => define(other), /seen cannot be an EpochTime/);
});
