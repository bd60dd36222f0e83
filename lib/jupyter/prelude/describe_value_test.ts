import assert from "node:assert/strict";
import { describeValue } from "./describe_value.ts";
import { variables } from "./variables.ts";

const rows = Array.from({ length: 1000 }, (_, i) => ({ a: i, b: "x", c: null, d: 1, e: true }));
const cases: [
  what: string,
  value: unknown,
  type: string,
  shape: string,
  preview: string | RegExp,
][] = [
  ["a number", 7, "number", "", "7"],
  ["-0", -0, "number", "", "-0"],
  ["NaN", NaN, "number", "", "NaN"],
  ["a bigint", 12n, "bigint", "", "12n"],
  ["a huge bigint", 1n << 5000n, "bigint", "", "(more than 512 bits)"],
  ["text", 'a\n"b"', "string", "5 characters", '"a\\n\\"b\\""'],
  ["long text", "x".repeat(1000), "string", "1,000 characters", /^"x{70,}…$/],
  ["null", null, "null", "", "null"],
  ["undefined", undefined, "undefined", "", "undefined"],
  ["a symbol", Symbol("s"), "symbol", "", "Symbol(s)"],
  [
    "rows",
    rows,
    "rows",
    "1,000 rows × 5 columns",
    /^\[ \{ a: 0, b: "x", c: null, d: 1, e: true \}, \{ a: 1.*…$/,
  ],
  ["one row", [{ a: 1 }], "rows", "1 row × 1 column", "[ { a: 1 } ]"],
  ["an empty list", [], "list", "0 items", "[]"],
  ["numbers", [1, 2], "number[]", "2 items", "[ 1, 2 ]"],
  ["a mixed list", [1, "a"], "mixed[]", "2 items", '[ 1, "a" ]'],
  ["lists", [[1], [2]], "list[]", "2 items", "[ [ 1 ], [ 2 ] ]"],
  ["a typed array", new Float64Array(3), "Float64Array", "3 items", "[ 0, 0, 0 ]"],
  ["a map", new Map([["a", 1]]), "Map", "1 entry", '{ "a" → 1 }'],
  ["a set", new Set([1, 2]), "Set", "2 items", "{ 1, 2 }"],
  ["a date", new Date(0), "Date", "", "1970-01-01T00:00:00.000Z"],
  ["no date", new Date(NaN), "Date", "", "Invalid Date"],
  [
    "an object",
    { a: 1, b: { c: 2 } },
    "object",
    "2 properties",
    "{ a: 1, b: { c: 2 } }",
  ],
  [
    "a class's object",
    new (class Trip {
      a = 1;
    })(),
    "Trip",
    "",
    "Trip { a: 1 }",
  ],
  ["a class", class Trip {}, "class", "", "class Trip"],
  [
    "a function",
    function add(a: number, b: number) {
      return a + b;
    },
    "function",
    "",
    "function add(a, b)",
  ],
  ["an arrow", (a: number) => a, "function", "", "(a)=>"],
  ["an error", new TypeError("no"), "TypeError", "", "no"],
  ["a promise", Promise.resolve(1), "Promise", "", "(promise)"],
  ["a query", { strings: ["select ", ""], values: [1] }, "query", "", "select ?"],
  ["arquero's table", { _nrows: 2, _names: ["a"] }, "Table", "2 rows × 1 column", /_nrows: 2/],
];
for (const [what, value, type, shape, preview] of cases) {
  Deno.test(`describeValue() of ${what}`, () => {
    const found = describeValue(value);
    assert.deepEqual([found.type, found.shape], [type, shape]);
    if (typeof preview === "string") assert.equal(found.preview.replace(/\) =>/, ")=>"), preview);
    else assert.match(found.preview, preview);
  });
}

Deno.test("describeValue() calls no getter, no trap and no method", () => {
  let called = "";
  const trap = (name: string) => () => {
    called += name;
    throw new Error(name);
  };
  class Sly extends Map {
    override get size(): number {
      return trap("size")() as never;
    }
    override entries = trap("entries") as never;
    override [Symbol.iterator] = trap("iterator") as never;
    override get [Symbol.toStringTag](): never {
      return trap("tag")() as never;
    }
    toJSON = trap("toJSON");
  }
  const getter = Object.defineProperty([1], 0, { get: trap("item"), enumerable: true });
  const object = {
    get a() {
      return trap("a")();
    },
    toString: trap("toString"),
    [Symbol.for("Jupyter.display")]: trap("display"),
  };
  const proxy = new Proxy({}, {
    get: trap("get"),
    ownKeys: trap("ownKeys"),
    getPrototypeOf: trap("prototype"),
    getOwnPropertyDescriptor: trap("descriptor"),
  });
  for (
    const value of [
      new Sly(),
      getter,
      object,
      proxy,
      [proxy],
      { proxy },
      Object.create(proxy),
    ]
  ) {
    describeValue(value);
  }
  assert.equal(called, "");
  assert.match(describeValue(object).preview, /a: \(getter\)/);
  assert.equal(describeValue(proxy).type, "Proxy");
});

Deno.test("describeValue() estimates the bytes of large values without freezing", () => {
  const near = (value: unknown, wanted: number) => {
    const { bytes } = describeValue(value);
    assert.ok(bytes > wanted / 2 && bytes < wanted * 2, `${bytes} is not near ${wanted}`);
  };
  near(new Float64Array(1e6), 8e6);
  near("é".repeat(1e6), 1e6);
  near("→".repeat(1e6), 2e6);
  near(Array.from({ length: 1e5 }, (_, i) => i), 8e5);
  near(Array.from({ length: 1e5 }, (_, i) => ({ a: i, b: i / 3 })), 6e6);
  const circle: Record<string, unknown> = { name: "x" };
  circle.self = [circle];
  near(circle, 80);
  const large = Array.from({ length: 2e5 }, (_, i) => ({ i, list: [i, i] }));
  const million = Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`k${i}`, i]));
  const map = new Map(large.map((row, i) => [i, row]));
  describeValue(million);
  const began = performance.now();
  for (const value of [large, million, map, new Set(large)]) describeValue(value);
  const took = performance.now() - began;
  assert.ok(took < 5000, `${took} ms`); // with every value looked at it takes minutes
});

Deno.test("variables() leaves out what has no value", () => {
  const read = (name: string) => {
    if (name === "failed") throw new ReferenceError("Cannot access 'failed' before initialization");
    return { a: 1, b: "x" }[name];
  };
  const found = variables(["a", "failed", "b"], read);
  assert.deepEqual(found.map(({ name, type }) => [name, type]), [["a", "number"], ["b", "string"]]);
});
