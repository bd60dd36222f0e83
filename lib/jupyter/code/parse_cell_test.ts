import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { parseCell, walk } from "./parse_cell.ts";

const root = new URL("../../../", import.meta.url).pathname;

/** The operands of each `await`, as Deno's own parser sees them. */
function denoOperands(source: string): string[] {
  const found: [number, string][] = [];
  Deno.lint.runPlugin(
    {
      name: "operands",
      rules: {
        find: {
          create: () => ({
            AwaitExpression({ range, argument }) {
              found.push([range[0], source.slice(...argument.range)]);
            },
          }),
        },
      },
    },
    "source.ts",
    source,
  );
  return found.sort(([a], [b]) => a - b).map(([, operand]) => operand);
}

function ownOperands(source: string): string[] {
  const found: [number, string][] = [];
  walk(parseCell(source), (node) => {
    if (node.type !== "AwaitExpression") return;
    found.push([node.start!, source.slice(node.argument.start!, node.argument.end!)]);
  });
  return found.sort(([a], [b]) => a - b).map(([, operand]) => operand);
}

/** Deno's parser does not count parentheses around a whole operand. */
function sameOperand(own: string, deno: string): boolean {
  return own === deno || (own.startsWith("(") && own.endsWith(")") && own.includes(deno));
}

const ascii = (text: string) => text.replace(/[^ -~\s]/g, "x"); // Deno's parser counts bytes.

for (
  const source of [
    "await a.b(c)[d].e`t${await y}u` + 1",
    "await new Promise<void>((r) => setTimeout(r, 5))",
    "await foo<Bar, Baz<number>>(1) < 2",
    "await a < b",
    "await (async () => { await 1 })()",
    "await await x",
    "await x!.y as Foo",
    "await /re[/]'/.test(x) ? 1 : 2",
    "await fetch(`http://x/${a}`, { b })\n  .then((x) => x)\nfoo",
    "const a = b / c / await d",
    "await a?.[0]?.(1) ?? c",
    "await !x || y",
    "await import('x')",
    "await [1, 2][0]",
    "if (await a) b",
    "f(await a, await b.c, ...await d)",
    "await async function () { await 1 }()",
    "await class { static x = 1 }.x",
  ]
) {
  Deno.test(`parseCell() agrees with Deno's parser on ${JSON.stringify(source)}`, () => {
    const deno = denoOperands(source);
    const own = ownOperands(source);
    assert.equal(own.length, deno.length);
    own.forEach((operand, i) => assert.ok(sameOperand(operand, deno[i]!), operand));
  });
}

Deno.test("parseCell() agrees with Deno's parser on every await of the project", () => {
  let count = 0;
  for (const path of globSync("{lib,pipelines,tools}/**/*.ts", { cwd: root })) {
    const source = ascii(readFileSync(root + path, "utf8"));
    if (!source.includes("await")) continue;
    const deno = denoOperands(source);
    const own = ownOperands(source);
    assert.equal(own.length, deno.length, path);
    own.forEach((operand, i) => {
      assert.ok(sameOperand(operand, deno[i]!), `${path}: ${operand}, Deno ${deno[i]}`);
    });
    count += own.length;
  }
  assert.ok(count > 300, `only ${count} awaits were found`);
});

for (
  const [what, source] of [
    ["decorators", "@sealed class A { @field accessor x = 1; @method() m() {} }"],
    ["an experimental parameter decorator", "class A { m(@param x: number) {} }"],
    ["JSX", "const view = <p title={a}>{await b}</p>;"],
    ["a type assertion in angle brackets", "const s = <string>value;"],
    ["generic arrow functions", "const f = <T>(x: T) => x; const g = <T,>(x: T) => x;"],
    ["types", "enum A { B }\nnamespace N { export const q = 1 }\ndeclare const z: N.Q;"],
    ["operators of types", "const a = { b: 1 } as const satisfies Record<string, number>;"],
    ["using", "using a = f(); await using b = g(); for (using c of d) {}"],
    ["regular expressions", "const words = text.split(/[`'\"/]\\/+/v).length / 2 / 1;"],
    ["template strings", "`a ${`b ${await c} }`} \\` ${{ d: 1 }.d}`"],
    ["the phases of imports", "import defer * as a from 'a';"],
    ["a name that is declared twice", "const a = 1; const a = 2;"],
    ["an export of a name of another cell", "export { elsewhere };"],
    ["a hashbang and nothing else", "#!/usr/bin/env deno\n"],
    ["a comment and nothing else", "// nothing"],
  ] as const
) {
  Deno.test(`parseCell() reads ${what}`, () => assert.equal(parseCell(source).type, "Program"));
}

for (const source of ["let b = ;", "if (a) {", "}", "`open", "'open\n'", "const = 3;", "f("]) {
  Deno.test(`parseCell() throws for ${JSON.stringify(source)}`, () => {
    assert.throws(() => parseCell(source), SyntaxError);
  });
}
