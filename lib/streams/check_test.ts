import assert from "node:assert/strict";
import {
  defineStream,
  IPv4,
  Long,
  Nullable,
  type Stream,
  Symbol,
  Timestamp,
  Type,
  Uuid,
} from "./define.ts";

const schema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 8 }),
  at: Timestamp(),
  kind: Symbol({ enum: ["a", "b"] }),
  state: Nullable(Type.Union([Type.Literal("up"), Type.Literal("down")])),
  share: Type.Number({ minimum: 0, maximum: 1 }),
  count: Nullable(Long({ minimum: 0 })),
  flag: Type.Boolean(),
  seen: Nullable(Timestamp()),
  session: Nullable(Uuid()),
  address: Nullable(IPv4()),
  items: Nullable(Type.Array(
    Type.Object({ name: Type.String(), price: Nullable(Type.Number({ minimum: 0 })) }),
    { minItems: 1, maxItems: 3 },
  )),
  place: Nullable(
    Type.Object({ lat: Type.Number(), note: Nullable(Type.String()) }, {
      additionalProperties: false,
    }),
  ),
  shape: Nullable(Type.Union([
    Type.Object({ type: Type.Literal("circle"), radius: Type.Number() }),
    Type.Object({ type: Type.Literal("square"), side: Type.Number() }),
    Type.Array(Type.Number()),
  ])),
});
const things = defineStream({
  name: "things",
  key: "id",
  time: "at",
  identity: ["id"],
  schema,
  rules: [
    (thing) =>
      thing.seen && thing.seen < thing.at
        ? { field: "seen", reason: `must not be before ${thing.at}` }
        : undefined,
    (thing) => thing.share > 0.9 ? { field: "share", reason: "is too good to be true" } : undefined,
  ],
}) as Stream;

const good = {
  id: "x",
  at: "2026-01-01T00:00:00.000001Z",
  kind: "a",
  state: "up",
  share: 0.5,
  count: 3,
  flag: false,
  seen: "2026-01-02T00:00:00Z",
  session: "01234567-89ab-4def-8123-456789ABCDEF",
  address: "10.0.255.1",
  items: [{ name: "n", price: 1 }, { name: "m" }],
  place: { lat: 1, note: null },
  shape: { type: "circle", radius: 2 },
};

const TIME = "must be a time in 1970 or later, for example 2026-01-01T00:00:00.123456Z";
const UUID = /^must be a UUID, for example/;

/** A change to the good record, and the one expected error: field, value, reason. */
const WRONG: [change: object, field: string, value: string, reason: string | RegExp][] = [
  [{ id: 5 }, "id", "5", "must be string"],
  [{ id: null }, "id", "null", "must be string"],
  [{ id: undefined }, "id", "", "is missing"],
  [{ id: "" }, "id", "", "must not have fewer than 1 characters"],
  [{ id: "123456789" }, "id", "123456789", "must not have more than 8 characters"],
  [{ at: "yesterday" }, "at", "yesterday", TIME],
  [{ at: "2026-02-30T00:00:00Z" }, "at", "2026-02-30T00:00:00Z", TIME],
  [{ at: "2026-01-01T00:00:00+01:00" }, "at", "2026-01-01T00:00:00+01:00", TIME],
  [{ at: "2026-01-01T00:00:00.1234567Z" }, "at", "2026-01-01T00:00:00.1234567Z", TIME],
  [{ at: "1969-12-31T23:59:59.999999Z" }, "at", "1969-12-31T23:59:59.999999Z", TIME],
  [{ at: "2016-12-31T23:59:60Z" }, "at", "2016-12-31T23:59:60Z", TIME],
  [{ at: 1767225600000 }, "at", "1767225600000", "must be string"],
  [{ seen: "2026-13-01T00:00:00Z" }, "seen", "2026-13-01T00:00:00Z", TIME],
  [{ kind: "c" }, "kind", "c", 'must be "a" or "b"'],
  [{ state: "sideways" }, "state", "sideways", 'must be "up" or "down"'],
  [{ share: "0.5" }, "share", "0.5", "must be number"],
  [{ share: NaN }, "share", "NaN", "must be number"],
  [{ share: Infinity }, "share", "Infinity", "must be number"],
  [{ share: -0.1 }, "share", "-0.1", "must be >= 0"],
  [{ share: 1.01 }, "share", "1.01", "must be <= 1"],
  [{ count: 1.5 }, "count", "1.5", "must be integer"],
  [{ count: -1 }, "count", "-1", "must be >= 0"],
  [{ count: 2 ** 53 + 2 }, "count", "9007199254740994", "must be <= 9007199254740991"],
  [JSON.parse('{"count":9007199254740993}'), "count", "9007199254740992", /<= 9007199254740991$/],
  [JSON.parse('{"count":1e400}'), "count", "Infinity", "must be integer"],
  [JSON.parse('{"share":1e400}'), "share", "Infinity", "must be number"],
  [JSON.parse('{"id":1e400}'), "id", "Infinity", "must be string"],
  [{ count: "3" }, "count", "3", "must be integer"],
  [{ flag: "yes" }, "flag", "yes", "must be boolean"],
  [{ flag: 1 }, "flag", "1", "must be boolean"],
  [{ flag: null }, "flag", "null", "must be boolean"],
  [{ session: "no uuid" }, "session", "no uuid", UUID],
  [{ address: "0.0.0.0" }, "address", "0.0.0.0", /^must match pattern/],
  [{ address: "10.0.0.256" }, "address", "10.0.0.256", /^must match pattern/],
  [{ items: [] }, "items", "[]", "must not have fewer than 1 items"],
  [{ items: {} }, "items", "{}", "must be array"],
  [{ items: [{ name: "n" }, {}] }, "items/1/name", "", "is missing"],
  [{ items: [{ name: "n", price: -1 }] }, "items/0/price", "-1", "must be >= 0"],
  [{ items: [{ name: "n", price: "1" }] }, "items/0/price", "1", "must be number"],
  [{ place: 5 }, "place", "5", "must be object"],
  [{ place: { lat: "1" } }, "place/lat", "1", "must be number"],
  [{ place: {} }, "place/lat", "", "is missing"],
  [{ place: { lat: 1, lon: 2 } }, "place/lon", "2", "is not a field of the stream"],
  [{ shape: { type: "square", side: "1" } }, "shape/side", "1", "must be number"],
  [{ shape: [1, "x"] }, "shape/1", "x", "must be number"],
  [{ shape: "round" }, "shape", "round", "must be object or array"],
  [
    { seen: "2025-12-31T00:00:00Z" },
    "seen",
    "2025-12-31T00:00:00Z",
    `must not be before ${good.at}`,
  ],
  [{ share: 0.95 }, "share", "0.95", "is too good to be true"],
];

Deno.test("check() finds nothing wrong with a good record, whatever the order of its fields", () => {
  assert.deepEqual(things.check(good), []);
  const reversed = Object.fromEntries(Object.entries(good).toReversed());
  assert.deepEqual([things.valid(reversed), things.check(reversed)], [true, []]);
});

Deno.test("check() lets a nullable field be null, undefined or absent", () => {
  for (const { name, nullable } of things.columns) {
    const { [name as "id"]: _, ...without } = good;
    for (const record of [without, { ...good, [name]: null }, { ...good, [name]: undefined }]) {
      assert.equal(things.valid(record), nullable, `${name} ${JSON.stringify(record)}`);
      assert.equal(things.check(record).length, nullable ? 0 : 1, name);
    }
  }
});

Deno.test("check() names field, value and reason of each error once", () => {
  for (const [change, field, value, reason] of WRONG) {
    const record = { ...good, ...change };
    assert.equal(things.valid(record), false, JSON.stringify(change));
    const errors = things.check(record);
    assert.equal(errors.length, 1, JSON.stringify(errors));
    assert.deepEqual([errors[0]!.field, errors[0]!.value], [field, value]);
    if (typeof reason === "string") assert.equal(errors[0]!.reason, reason);
    else assert.match(errors[0]!.reason, reason);
  }
});

Deno.test("check() names every wrong field, in the declared order", () => {
  const bad = Object.fromEntries(["colour", ...Object.keys(good)].map((name) => [name, -0.5]));
  const fields = things.check(bad).map(({ field }) => field);
  assert.deepEqual(fields, Object.keys(good));
  assert.deepEqual(things.check({}).map(({ field, reason }) => `${field} ${reason}`), [
    "id is missing",
    "at is missing",
    "kind is missing",
    "share is missing",
    "flag is missing",
  ]);
});

Deno.test("check() checks each item of a list of unions separately", () => {
  const item = Nullable(Type.Object({ a: Type.Number(), b: Type.Optional(Type.Number()) }));
  const lists = defineStream({
    name: "lists",
    key: "id",
    time: "at",
    identity: ["id"],
    schema: Type.Object({ id: Symbol(), at: Timestamp(), list: Type.Array(item) }),
  });
  const list = [{ a: 1 }, { a: "x" }, 5, null, { b: true }, {}];
  const errors = lists.check({ id: "a", at: "2026-01-01T00:00:00Z", list });
  assert.deepEqual(errors.map(({ field, reason }) => `${field} ${reason}`), [
    "list/1/a must be number",
    "list/2 must be object",
    "list/4/a is missing",
    "list/4/b must be number",
    "list/5/a is missing",
  ]);
});

Deno.test("check() names each of fifty wrong items", () => {
  const many = defineStream({
    name: "many",
    key: "id",
    time: "at",
    identity: ["id"],
    schema: Type.Object({
      id: Symbol(),
      at: Timestamp(),
      list: Nullable(Type.Array(Type.Number())),
    }),
  });
  const list = Array.from({ length: 100 }, (_, i) => i % 2 ? "x" : i);
  const errors = many.check({ id: "a", at: "2026-01-01T00:00:00Z", list });
  assert.deepEqual(
    errors.map(({ field }) => field),
    list.flatMap((x, i) => x === "x" ? `list/${i}` : []),
  );
});

Deno.test("check() refuses anything that is not an object", () => {
  for (const [record, value] of [[null, "null"], [5, "5"], ["text", "text"], [[1, 2], "[1,2]"]]) {
    assert.equal(things.valid(record), false);
    assert.deepEqual(things.check(record), [{ field: "", value, reason: "must be an object" }]);
  }
  assert.equal(things.check(undefined).length, 1);
});

Deno.test("check() never shows a sensitive value, nor an object that contains one", () => {
  const sensitive = {
    name: "secrets",
    key: "id",
    identity: ["id"],
    sensitive: ["secret", "codes"],
    schema: Type.Object({
      id: Type.String({ minLength: 1 }),
      at: Timestamp(),
      secret: Type.String({ maxLength: 3 }),
      codes: Nullable(Type.Array(Type.Number())),
      amount: Nullable(Type.Number()),
    }),
  } as const;
  const plain = defineStream({ ...sensitive, time: "at" });
  const changes = defineStream({ ...sensitive, time: "ts_ms", changes: true });
  const at = "2026-01-01T00:00:00Z";
  const records = [
    { id: "a", at, secret: "hush!" },
    { id: "a", at, secret: ["hush!"] },
    { id: "a", at, secret: "x", codes: ["hush!"] },
    { id: "a", at, secret: "x", codes: "hush!" },
    { id: "", at, secret: "hush!", amount: "2" },
  ];
  const whole = ["hush!", ["hush!"], [{ secret: "hush!" }]];
  for (const record of [...records, ...whole]) {
    const events = [
      { op: "c", ts_ms: 1, after: record },
      { op: "d", ts_ms: 1, before: record },
      { op: "u", ts_ms: 1, before: [record], after: record },
    ];
    const results = [plain.check(record), ...events.map((event) => changes.check(event))];
    for (const errors of results) {
      assert.ok(errors.length > 0, JSON.stringify(record));
      assert.ok(!JSON.stringify(errors).includes("hush"), JSON.stringify(errors));
    }
  }
  const [error] = changes.check({
    op: "c",
    ts_ms: 1,
    after: { id: "a", at, secret: "x", amount: "2" },
  });
  // What does not fit its field may be a secret in the wrong place.
  assert.deepEqual(error, { field: "after/amount", value: "", reason: "must be number" });
  const misplaced = { id: "hush!", at: "hush!", secret: "x", amount: "hush!", "hush!": 1 };
  for (const policy of ["ignore", "refuse"] as const) {
    const strict = defineStream({ ...sensitive, time: "at", unknown: policy });
    const errors = strict.check(misplaced);
    assert.ok(errors.length > 1);
    assert.doesNotMatch(JSON.stringify(errors), /hush/);
  }
});
