import assert from "node:assert/strict";
import { Compile } from "typebox/compile";
import { type Random, seeded } from "../random.ts";
import { incompatibilities } from "./compatibility.ts";
import { deadLetters } from "./dead_letters.ts";
import { defineStream, Long, Nullable, type Stream, Symbol, Timestamp, Type } from "./define.ts";
import { streams } from "../feeds/mod.ts";

const field = (schema: object) => Type.Object({ a: schema as ReturnType<typeof Type.String> });

/** A field before and after, and what old data may not satisfy. */
const FIELDS: [what: string, before: object, after: object, found: string[]][] = [
  ["text to number", Type.String(), Type.Number(), ["a: type number, was string"]],
  ["number to integer", Type.Number(), Type.Integer(), ["a: type integer, was number"]],
  ["integer to number", Type.Integer(), Type.Number(), []],
  ["anything to text", Type.Unknown(), Type.String(), ["a: type string, was any"]],
  ["text to anything", Type.String(), Type.Unknown(), []],
  ["a new minimum", Type.Number(), Type.Number({ minimum: 0 }), ["a: minimum 0, was none"]],
  ["a higher minimum", Type.Number({ minimum: 0 }), Type.Number({ minimum: 1 }), [
    "a: minimum 1, was 0",
  ]],
  ["a lower minimum", Type.Number({ minimum: 0 }), Type.Number({ minimum: -1 }), []],
  ["no minimum", Type.Number({ minimum: 0 }), Type.Number(), []],
  ["a lower maximum", Type.Number({ maximum: 5 }), Type.Number({ maximum: 4 }), [
    "a: maximum 4, was 5",
  ]],
  ["a higher maximum", Type.Number({ maximum: 5 }), Type.Number({ maximum: 6 }), []],
  ["an exclusive bound", Type.Number(), Type.Number({ exclusiveMinimum: 0 }), [
    "a: exclusiveMinimum 0, was none",
  ]],
  ["longer text", Type.String(), Type.String({ minLength: 1 }), ["a: minLength 1, was none"]],
  ["shorter text", Type.String({ maxLength: 9 }), Type.String({ maxLength: 8 }), [
    "a: maxLength 8, was 9",
  ]],
  ["a pattern", Type.String(), Type.String({ pattern: "^x" }), ["a: pattern ^x, was none"]],
  ["another pattern", Type.String({ pattern: "^x" }), Type.String({ pattern: "^y" }), [
    "a: pattern ^y, was ^x",
  ]],
  ["no pattern", Type.String({ pattern: "^x" }), Type.String(), []],
  ["text to time", Type.String(), Type.String({ format: "date-time" }), [
    "a: format date-time, was none",
  ]],
  ["fewer values", Symbol({ enum: ["x", "y"] }), Symbol({ enum: ["x"] }), ['a: "y" is refused']],
  ["more values", Symbol({ enum: ["x"] }), Symbol({ enum: ["x", "y"] }), []],
  ["values in another order", Symbol({ enum: ["x", "y"] }), Symbol({ enum: ["y", "x"] }), []],
  ["any text to values", Type.String(), Symbol({ enum: ["x"] }), [
    "a: only listed values are accepted",
  ]],
  ["values to any text", Symbol({ enum: ["x"] }), Type.String(), []],
  [
    "values to text too short for one",
    Symbol({ enum: ["x", "yy"] }),
    Type.String({ minLength: 2 }),
    [
      'a: "x" is refused',
    ],
  ],
  ["fewer literals", Type.Union([Type.Literal("up"), Type.Literal("down")]), Type.Literal("up"), [
    'a: "down" is refused',
  ]],
  ["nullable to not", Type.Union([Type.String(), Type.Null()]), Type.String(), [
    "a: null is refused",
  ]],
  ["not nullable to nullable", Type.String(), Type.Union([Type.String(), Type.Null()]), []],
  ["a union with one branch fewer", Type.Union([Type.String(), Type.Number()]), Type.Number(), [
    "a: type number, was string",
  ]],
  [
    "a union with a narrowed branch",
    Nullable(Type.Number()),
    Nullable(Type.Number({ minimum: 0 })),
    [
      "a: minimum 0, was none",
    ],
  ],
  ["items narrowed", Type.Array(Type.Number()), Type.Array(Type.Integer()), [
    "a/items: type integer, was number",
  ]],
  ["more items", Type.Array(Type.Number()), Type.Array(Type.Number(), { minItems: 1 }), [
    "a: minItems 1, was none",
  ]],
  [
    "a nested field required",
    Type.Object({ x: Type.Optional(Type.String()) }),
    Type.Object({ x: Type.String() }),
    [
      "a/x: is required now",
    ],
  ],
  [
    "a nested field removed where others are allowed",
    Type.Object({ x: Type.String() }),
    Type.Object({}),
    [],
  ],
  [
    "a nested field removed where others are refused",
    Type.Object({ x: Type.String() }, { additionalProperties: false }),
    Type.Object({}, { additionalProperties: false }),
    [
      "a/x: is removed",
    ],
  ],
  ["a nested object closed", Type.Object({}), Type.Object({}, { additionalProperties: false }), [
    "a: unknown fields are refused",
  ]],
  ["another column, the same data", Type.String(), Symbol(), []],
];

for (const [what, before, after, found] of FIELDS) {
  Deno.test(`incompatibilities(): ${what}`, () => {
    assert.deepEqual(incompatibilities(field(before), field(after)), found);
    assert.deepEqual(incompatibilities(field(before), field(before)), []);
    assert.deepEqual(incompatibilities(field(after), field(after)), []);
  });
}

Deno.test("incompatibilities(): fields added, removed and required", () => {
  const before = Type.Object({ a: Type.String(), b: Nullable(Type.Number()) });
  const check = (after: object) => incompatibilities(before, JSON.parse(JSON.stringify(after)));
  const { a, b } = before.properties;
  assert.deepEqual(check(Type.Object({ a, b, c: Type.String() })), ["c: is new and required"]);
  assert.deepEqual(check(Type.Object({ a, b, c: Nullable(Type.String()) })), []);
  assert.deepEqual(check(Type.Object({ a })), ["b: is removed"]);
  assert.deepEqual(check(Type.Object({ b })), ["a: is removed"]);
  assert.deepEqual(check(Type.Object({ a, b: Type.Number() })), [
    "b: is required now",
    "b: null is refused",
  ]);
  assert.deepEqual(check(Type.Object({ b, a })), []);
});

const fields = { id: Type.String({ minLength: 1 }), n: Long(), at: Timestamp(), seen: Timestamp() };
const base = {
  name: "things",
  key: "id",
  time: "at",
  identity: ["id", "n"],
  schema: Type.Object(fields),
};
// deno-lint-ignore no-explicit-any
const define = (change: object): Stream => defineStream({ ...base, ...change } as any) as Stream;

Deno.test("incompatibilities() of streams names what does not fit their topic and table", () => {
  const check = (change: object) => incompatibilities(define({}), define(change));
  const with_ = (change: object) => ({ schema: Type.Object({ ...fields, ...change }) });
  assert.deepEqual(check({}), []);
  assert.deepEqual(check({ identity: ["n", "id"] }), []);
  assert.deepEqual(
    check({ partitions: 8, retention: "1d", partitionBy: "HOUR", sensitive: ["n"] }),
    [],
  );
  assert.deepEqual(check({ name: "others" }), ["name others, was things"]);
  assert.deepEqual(check({ key: "n" }), ["key n, was id"]);
  assert.deepEqual(check({ time: "seen" }), ["time seen, was at", "seen: is removed"]);
  assert.deepEqual(check({ identity: ["id"] }), ["identity id, was id, n"]);
  assert.deepEqual(check(with_({ id: Symbol({ minLength: 1 }) })), [
    "id: column SYMBOL, was VARCHAR",
  ]);
  assert.deepEqual(check(with_({ n: Type.Number() })), ["n: column DOUBLE, was LONG"]);
  const { seen: _, ...fewer } = fields;
  assert.deepEqual(check({ schema: Type.Object(fewer) }), ["seen: is removed"]);
});

Deno.test("incompatibilities() of change streams compares the fields of before and after", () => {
  const changes = { changes: true, time: "ts_ms" };
  const check = (schema: object) =>
    incompatibilities(define(changes), define({ ...changes, schema }));
  assert.deepEqual(check(Type.Object(fields)), []);
  assert.deepEqual(check(Type.Object({ ...fields, n: Long({ minimum: 0 }) })), [
    "before/n: minimum 0, was -9007199254740991",
    "after/n: minimum 0, was -9007199254740991",
  ]);
  const { seen: _, ...fewer } = fields;
  assert.deepEqual(check(Type.Object(fewer)), ["seen: is removed"]);
  assert.deepEqual(incompatibilities(define({}), define(changes)).slice(-2), [
    "time ts_ms, was at",
    "changes true, was false",
  ]);
});

Deno.test("incompatibilities() finds none between a declared stream and its saved JSON", () => {
  for (const stream of [...Object.values(streams), deadLetters as Stream]) {
    assert.deepEqual(incompatibilities(JSON.parse(JSON.stringify(stream)), stream), []);
  }
});

/** A random schema from a few keywords, so that two are often similar. */
function someSchema(random: Random, depth = 2): object {
  const bounds = () => random.next() < 0.5 ? {} : { minimum: random.int(-2, 2) };
  const lengths = () => random.next() < 0.5 ? {} : { maxLength: random.int(0, 3) };
  const kinds: (() => object)[] = [
    () => Type.Number(bounds()),
    () => Type.Integer(bounds()),
    () => Type.String(lengths()),
    () => Type.Null(),
    () => Type.Boolean(),
    () => Type.Enum(random.pick([["", "a"], ["a"], ["a", "bbb"]])),
    () => Type.Literal(random.pick(["a", 1, true])),
  ];
  const nested: (() => object)[] = [
    () => Type.Union([someSchema(random, depth - 1), someSchema(random, depth - 1)] as never),
    () => Type.Array(someSchema(random, depth - 1) as never, { minItems: random.int(0, 1) }),
    () => {
      const names = ["x", "y"].filter(() => random.next() < 0.7);
      const fields = names.map((name) => {
        const field = someSchema(random, depth - 1) as ReturnType<typeof Type.String>;
        return [name, random.next() < 0.5 ? field : Type.Optional(field)];
      });
      // An open object may already hold a field that is declared later, with another type: not reported.
      const open = names.length === 2 && random.next() < 0.5;
      return Type.Object(Object.fromEntries(fields), open ? {} : { additionalProperties: false });
    },
  ];
  return random.pick(depth > 0 ? [...kinds, ...nested] : kinds)();
}

function someValue(random: Random, depth = 2): unknown {
  const plain = [null, true, false, -1, 0, 1, 1.5, 7, "", "a", "bbb", "text"];
  if (depth === 0 || random.next() < 0.5) return random.pick(plain);
  if (random.next() < 0.4) {
    return Array.from({ length: random.int(0, 2) }, () => someValue(random, depth - 1));
  }
  const names = ["x", "y"].filter(() => random.next() < 0.6);
  return Object.fromEntries(names.map((name) => [name, someValue(random, depth - 1)]));
}

Deno.test("incompatibilities(): if it finds none, what satisfies the old schema satisfies the new one", () => {
  const random = seeded("compatibility");
  const values = Array.from({ length: 400 }, () => ({ a: someValue(random) }));
  let silent = 0, reported = 0;
  for (let i = 0; i < 1500; i++) {
    const [before, after] = [field(someSchema(random)), field(someSchema(random))];
    const [old, now] = [Compile(before), Compile(after)];
    const lost = values.find((value) => old.Check(value) && !now.Check(value));
    const found = incompatibilities(before, after);
    if (found.length === 0) {
      assert.equal(lost, undefined, JSON.stringify({ before, after, lost }));
      silent++;
    } else if (lost) reported++;
  }
  assert.ok(silent > 50 && reported > 200, `${silent} silent, ${reported} reported`);
});
