import assert from "node:assert/strict";
import { codeOf, transform } from "./transform.ts";

const LOAD = "await $tributary.wait($tributary.load(import";

const cases: [string, string, string][] = [
  ["an await", "const r = await f(1);", "const r = await $tributary.wait(f(1));"],
  ["for await", "for await (const x of s()) {}", "for await (const x of $tributary.each(s())) {}"],
  [
    "for await of an await",
    "for await (const x of await s) {}",
    "for await (const x of $tributary.each(await $tributary.wait(s))) {}",
  ],
  ["an await in a template", "`a ${await b} c`", "`a ${await $tributary.wait(b)} c`"],
  ["an await of an await", "await await x", "await $tributary.wait(await $tributary.wait(x))"],
  ["an await of a sequence", "await (a, b)", "await $tributary.wait((a, b))"],
  [
    "an await in a function",
    "async function f() { return await g }",
    "async function f() { return await $tributary.wait(g) }",
  ],
  [
    "an await beside a regular expression",
    "x / 2; /await y`/.test(await z)",
    "x / 2; /await y`/.test(await $tributary.wait(z))",
  ],
  [
    "an await in a decorated class",
    "@d class A { @e async m() { await x } }",
    "@d class A { @e async m() { await $tributary.wait(x) } }",
  ],
  ["an await in JSX", "<p>{await x} await y</p>", "<p>{await $tributary.wait(x)} await y</p>"],
  ["an await before a comment", "await x // done", "await $tributary.wait(x) // done"],
  ["an await before a semicolon", "await x;", "await $tributary.wait(x);"],
  [
    "an await in a cell that declares a name twice",
    "const a = 1; const a = await b;",
    "const a = 1; const a = await $tributary.wait(b);",
  ],
  ["the word as a property", "x.await(1); ({ await: 2 })", "x.await(1); ({ await: 2 })"],
  ["the word in a string", "'await x' // await y", "'await x' // await y"],
  ["await using", "await using f = g();", "await using f = g();"],
  ["a type import", "import type { A } from 'b';", "import type { A } from 'b';"],
  ["a deferred import", "import defer * as a from 'b';", "import defer * as a from 'b';"],
  ["an import in a block", "{ import a from 'b'; }", "{ import a from 'b'; }"],
  ["an open template", "await x; `open", "await x; `open"],
  ["a syntax error", "await x;\nlet b = ;", "await x;\nlet b = ;"],
  ["an import for its effects", "import 'm'", `${LOAD}("m"), "m", []));`],
  ["an import of types only", "import { type A } from 'm';", `${LOAD}("m"), "m", []));`],
  [
    "an import of type",
    "import type from 'm';",
    `const { default: type } = ${LOAD}("m"), "m", ["default"]));`,
  ],
  [
    "an import of type as another name",
    "import { type as t, type type as u } from 'm';",
    `const { type: t } = ${LOAD}("m"), "m", ["type"]));`,
  ],
  [
    "an import of a name that is a string",
    "import { 'a b' as c } from 'm';",
    `const { "a b": c } = ${LOAD}("m"), "m", ["a b"]));`,
  ],
  [
    "an import with a comment before a statement",
    "import { a } /* it */ from 'm'; a()",
    `const { a } = ${LOAD}("m"), "m", ["a"])); a()`,
  ],
  [
    "imports of a default and of all",
    "import d, * as ns from 'm';",
    `const ns = ${LOAD}("m"), "m", ["default"])); const { default: d } = ns;`,
  ],
];
for (const [what, source, wanted] of cases) {
  Deno.test(`transform() of ${what}`, () => assert.equal(transform(source), wanted));
}

Deno.test("transform() makes imports dynamic, without their types, and keeps the lines", () => {
  const source = "import a, {\n  b as c,\n  type D,\n} from './m.ts';\nlast";
  const lines = transform(source).split("\n");
  assert.equal(
    lines[0],
    "const { default: a, b: c } = await $tributary.wait(" +
      '$tributary.load(import("./m.ts"), "./m.ts", ["default","b"]));',
  );
  assert.equal(lines.length, source.split("\n").length);
  assert.equal(lines.at(-1), "last");
});

Deno.test("transform() keeps attributes and whole modules", () => {
  assert.match(
    transform("import d from './d.json' with { type: 'json' };"),
    /import\("\.\/d\.json", \{ with: \{ type: 'json' \} \}\)/,
  );
  assert.match(transform("import * as ns from 'npm:x@1';"), /^const ns = await .*\[\]\)\);$/);
});

Deno.test("transform() leaves import() and import.meta", () => {
  assert.equal(
    transform("const m = import('x');\nimport('y')"),
    "const m = import('x');\nimport('y')",
  );
  assert.equal(transform("import.meta.url"), "import.meta.url");
});

Deno.test("codeOf() begins the run, names the code, and keeps the lines", () => {
  assert.equal(
    codeOf({ id: 7, count: 3, source: "1 // one\n2;" }),
    "$tributary.begin(7);1 // one\n2;\n//# sourceURL=cell[3]",
  );
});

Deno.test("codeOf() leaves a cell that is an object", () => {
  assert.equal(codeOf({ id: 1, count: 1, source: " { a: 1 }" }), " { a: 1 }");
  assert.match(
    codeOf({ id: 1, count: 1, source: "{ a(); }\n;" }),
    /^\$tributary\.begin\(1, .*\);\{ a/,
  );
});

Deno.test("transform() leaves code that is nested too deeply as it is", () => {
  const deep = `await x${".f()".repeat(20_000)}`;
  assert.equal(transform(deep), deep);
});

Deno.test("codeOf() says which names a cell shares, and with which cell of the notebook", () => {
  const source = "import { a } from 'm'; const b = a + c; d = 1;";
  const info = {
    cell: "x",
    defines: ["b"],
    imports: ["a"],
    reads: ["c"],
    assigns: ["d"],
  };
  const code = codeOf({ id: 7, count: 3, source, cell: "x" });
  assert.ok(code.startsWith(`$tributary.begin(7, ${JSON.stringify(info)});`), code);
  assert.match(
    codeOf({ id: 1, count: 1, source: "let = ;", cell: "x" }),
    /n\(1, \{"cell":"x"\}\);let/,
  );
});

Deno.test("codeOf() makes SQL of a cell that begins with -- sql or has the tag", () => {
  const code = codeOf({ id: 1, count: 1, source: "-- sql rows\nselect ${n}" });
  assert.match(
    code,
    /\{"defines":\["rows"\],"reads":\["n"\]\}\);const rows = await \$tributary\.wait\(/,
  );
  const tagged = codeOf({ id: 1, count: 1, source: "select 1", sql: true });
  assert.match(tagged, /;const answer = await .*`\/\* sql \*\/select 1`/);
});
