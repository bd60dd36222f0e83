import assert from "node:assert/strict";
import type { TSchema } from "typebox";
import { columnsOf, type Facts, messageSchema } from "./columns.ts";
import { IPv4, Long, Nullable, Symbol, Timestamp, Type, Uuid } from "./define.ts";

/** The type of the column that a field becomes. */
const typeOf = (field: Parameters<typeof Type.Object>[0][string]) =>
  columnsOf(Type.Object({ field }))[0]!.type;

Deno.test("columnsOf() finds the column of every type", () => {
  assert.equal(typeOf(Type.String()), "VARCHAR");
  assert.equal(typeOf(Type.String({ minLength: 1, format: "email" })), "VARCHAR");
  assert.equal(typeOf(Type.Literal("only")), "VARCHAR");
  assert.equal(typeOf(Symbol()), "SYMBOL");
  assert.equal(typeOf(Symbol({ enum: ["a", "b"] })), "SYMBOL");
  assert.equal(typeOf(Type.Union([Type.Literal("a"), Type.Literal("b")])), "SYMBOL");
  assert.equal(typeOf(Type.Enum(["a", "b"])), "SYMBOL");
  assert.equal(typeOf(Type.Number()), "DOUBLE");
  assert.equal(typeOf(Type.Enum([1, 2.5])), "DOUBLE");
  assert.equal(typeOf(Long()), "LONG");
  assert.equal(typeOf(Type.Integer({ minimum: 0, maximum: 9 })), "LONG");
  assert.equal(typeOf(Type.Boolean()), "BOOLEAN");
  assert.equal(typeOf(Timestamp()), "TIMESTAMP");
  assert.equal(typeOf(Uuid()), "UUID");
  assert.equal(typeOf(IPv4()), "IPv4");
  assert.equal(typeOf(Type.Array(Type.Number())), "JSON");
  assert.equal(typeOf(Type.Object({ a: Type.Number() })), "JSON");
  assert.equal(typeOf(Type.Record(Type.String(), Type.Number())), "JSON");
});

Deno.test("columnsOf() keeps the order, and looks through Nullable", () => {
  const columns = columnsOf(Type.Object({
    z: Type.Number(),
    a: Nullable(Symbol()),
    m: Type.Optional(Long()),
    state: Nullable(Type.Union([Type.Literal("up"), Type.Literal("down")])),
    null_but_there: Type.Union([Timestamp(), Type.Null()]),
  }));
  assert.deepEqual(columns, [
    { name: "z", type: "DOUBLE", nullable: false },
    { name: "a", type: "SYMBOL", nullable: true },
    { name: "m", type: "LONG", nullable: true },
    { name: "state", type: "SYMBOL", nullable: true },
    { name: "null_but_there", type: "TIMESTAMP", nullable: true },
  ]);
});

Deno.test("columnsOf() refuses what has no column, and names the field", () => {
  for (
    const field of [
      Type.Union([Type.String(), Type.Number()]),
      Type.Null(),
      Type.Unknown(),
      Type.Union([Type.Literal("a"), Type.Literal(1)]),
    ]
  ) {
    assert.throws(() => columnsOf(Type.Object({ mixed: field })), {
      name: "TypeError",
      message: "Cannot store the field mixed: its schema has no column type",
    });
  }
});

Deno.test("messageSchema() bounds whole numbers by what a JavaScript number holds", () => {
  const cases: [TSchema, number, number][] = [
    [Type.Integer(), 1 - 2 ** 53, 2 ** 53 - 1],
    [Nullable(Type.Integer()), 1 - 2 ** 53, 2 ** 53 - 1],
    [Type.Integer({ minimum: 0 }), 0, 2 ** 53 - 1],
    [Long({ minimum: -(2 ** 60), maximum: 2 ** 60 }), 1 - 2 ** 53, 2 ** 53 - 1],
    [Long({ minimum: 1, maximum: 77 }), 1, 77],
  ];
  for (const [field, minimum, maximum] of cases) {
    const bounded = messageSchema(Type.Object({ big: field }), 3).properties.big as Facts;
    const part = bounded.anyOf?.find(({ type }) => type === "integer") ?? bounded;
    assert.deepEqual([part.minimum, part.maximum], [minimum, maximum]);
  }
});

Deno.test("messageSchema() bounds whole numbers within lists and objects", () => {
  const list = Type.Array(Type.Object({ n: Nullable(Type.Integer()), x: Type.Number() }));
  const { properties } = messageSchema(Type.Object({ list: Nullable(list) }), 3);
  const text = JSON.stringify(properties.list);
  assert.match(text, /"type":"integer","minimum":-9007199254740991,"maximum":9007199254740991/);
  assert.match(text, /"x":\{"type":"number"\}/);
});

Deno.test("columnsOf() refuses the one name that every object has", () => {
  assert.throws(() => columnsOf(Type.Object({ constructor: Type.String() })), {
    message: "Cannot use constructor as a field: every object has one; rename it",
  });
});

Deno.test("columnsOf() refuses names that are not snake_case", () => {
  for (const name of ["camelCase", "_a", "1a", "a-b", "a b", 'a"', "ä", ""]) {
    assert.throws(() => columnsOf(Type.Object({ [name]: Type.String() })), {
      name: "TypeError",
      message: `Cannot use ${JSON.stringify(name)} as a field: write it in snake_case`,
    });
  }
});
