import assert from "node:assert/strict";
import { transform } from "./transform.ts";

const cases: [string, string, string][] = [
  ["an await", "const r = await f(1);", "const r = await $tributary.wait(f(1));"],
  ["for await", "for await (const x of s()) {}", "for await (const x of $tributary.each(s())) {}"],
  ["an await in a template", "`a ${await b} c`", "`a ${await $tributary.wait(b)} c`"],
  ["the word as a property", "x.await(1); ({ await: 2 })", "x.await(1); ({ await: 2 })"],
  ["the word in a text", "'await x' // await y", "'await x' // await y"],
  ["await using", "await using f = g();", "await using f = g();"],
  ["a type import", "import type { A } from 'b';", "import type { A } from 'b';"],
  ["what it cannot read", "await x; `open", "await x; `open"],
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
});
