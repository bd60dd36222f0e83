import assert from "node:assert/strict";
import { codeOf, transform } from "./transform.ts";

const LOAD = "await $tributary.wait($tributary.load(import";

const cases: [string, string, string][] = [
  ["an await", "const r = await f(1);", "let r = await $tributary.wait(f(1));"],
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
    'let f = $tributary.own($tributary_f, "f");' +
    "async function $tributary_f() { return await $tributary.wait(g) }",
  ],
  [
    "an await beside a regular expression",
    "x / 2; /await y`/.test(await z)",
    "x / 2; /await y`/.test(await $tributary.wait(z))",
  ],
  [
    "an await in a decorated class",
    "@d class A { @e async m() { await x } }",
    "let A = @d class A { @e async m() { await $tributary.wait(x) } };",
  ],
  ["an await in JSX", "<p>{await x} await y</p>", "<p>{await $tributary.wait(x)} await y</p>"],
  ["an await before a comment", "await x // done", "await $tributary.wait(x) // done"],
  ["an await before a semicolon", "await x;", "await $tributary.wait(x);"],
  [
    "an await in a cell that declares a name twice",
    "const a = 1; const a = await b;",
    "let a = 1; let a = await $tributary.wait(b);",
  ],
  ["the word as a property", "x.await(1); ({ await: 2 })", "x.await(1); ({ await: 2 })"],
  ["the word in a string", "'await x' // await y", "'await x' // await y"],
  ["await using", "await using f = g();", "let f = g();"],
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
    `let { default: type } = ${LOAD}("m"), "m", ["default"]));`,
  ],
  [
    "an import of type as another name",
    "import { type as t, type type as u } from 'm';",
    `let { type: t } = ${LOAD}("m"), "m", ["type"]));`,
  ],
  [
    "an import of a name that is a string",
    "import { 'a b' as c } from 'm';",
    `let { "a b": c } = ${LOAD}("m"), "m", ["a b"]));`,
  ],
  [
    "an import with a comment before a statement",
    "import { a } /* it */ from 'm'; a()",
    `let { a } = ${LOAD}("m"), "m", ["a"])); a()`,
  ],
  [
    "imports of a default and of all",
    "import d, * as ns from 'm';",
    `let ns = ${LOAD}("m"), "m", ["default"])); let { default: d } = ns;`,
  ],
];
/** A rewritten cell without what is added to every one: its last expression is shown, or it has no value. */
function bare(code: string): string {
  return code.replace(/\nvoid 0;$/, "")
    .replace(/await \$tributary\.answer\(\(([^]*)\)\)/, "$1");
}

for (const [what, source, wanted] of cases) {
  Deno.test(`transform() of ${what}`, () => assert.equal(bare(transform(source)), wanted));
}

Deno.test("transform() makes imports dynamic, without their types, and keeps the lines", () => {
  const source = "import a, {\n  b as c,\n  type D,\n} from './m.ts';\nlast";
  const lines = transform(source).split("\n");
  assert.equal(
    lines[0],
    "let { default: a, b: c } = await $tributary.wait(" +
      '$tributary.load(import("./m.ts"), "./m.ts", ["default","b"]));',
  );
  assert.equal(lines.length, source.split("\n").length);
  assert.equal(lines.at(-1), "await $tributary.answer((last))");
});

Deno.test("transform() keeps attributes and whole modules", () => {
  assert.match(
    transform("import d from './d.json' with { type: 'json' };"),
    /import\("\.\/d\.json", \{ with: \{ type: 'json' \} \}\)/,
  );
  assert.match(transform("import * as ns from 'npm:x@1';"), /^let ns = await .*\[\]\)\);$/m);
});

Deno.test("transform() leaves import() and import.meta", () => {
  assert.equal(
    bare(transform("const m = import('x');\nimport('y')")),
    "let m = import('x');\nimport('y')",
  );
  assert.equal(bare(transform("import.meta.url")), "import.meta.url");
});

Deno.test("codeOf() begins the run, names the code, and keeps the lines", () => {
  assert.equal(
    codeOf({ id: 7, count: 3, source: "1 // one\n2;" }),
    "$tributary.begin(7);1 // one\nawait $tributary.answer((2));\n//# sourceURL=cell[3]",
  );
});

Deno.test("transform() shows an object, not a block", () => {
  assert.equal(transform(" { a: 1 }"), "await $tributary.answer((( { a: 1 }\n)));");
  assert.equal(transform("{ a(); }\n;"), "{ a(); }\n;\nvoid 0;");
  assert.equal(transform("{ a(); b() }"), "{ a(); b() }\nvoid 0;");
});

for (
  const [source, shown] of [
    ["1;\n2 // two", "2"],
    ["'text'", "'text'"],
    ["a, b;", "a, b"],
    ["(a)", "(a)"],
    ["a;;\n;", "a"],
    ["() => 1", "() => 1"],
    ["x = 1", undefined],
    ["(x = 1)", undefined],
    ["x ??= 1;", undefined],
    ["x++", undefined],
    ["const x = 1", undefined],
    ["1;\nconst x = 1", undefined],
    ["for (;;) x", undefined],
    ["if (x) y", undefined],
    ["", undefined],
    ["// only a comment", undefined],
    ["1;\ninterface A {}", undefined],
  ] as const
) {
  Deno.test(`transform() shows ${shown ?? "nothing"} of ${JSON.stringify(source)}`, () => {
    const [, found] = /\.answer\(\(([^]*)\)\)/.exec(transform(source)) ?? [];
    assert.equal(found, shown);
  });
}

Deno.test("transform() leaves code that is nested too deeply as it is", () => {
  const deep = `await x${".f()".repeat(20_000)}`;
  assert.equal(transform(deep), deep);
});
