import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { operandEnd } from "./operand.ts";
import { scan } from "./scan.ts";

const root = new URL("../../../", import.meta.url).pathname;

/** The operands of each `await`, as Deno's own parser sees them. */
function parsedOperands(source: string): string[] {
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
  const tokens = scan(source);
  return tokens.flatMap(({ text }, at) => {
    const before = tokens[at - 1]?.text;
    const after = tokens[at + 1]?.text;
    if (text !== "await" || before === "." || before === "for" || after === "using") return [];
    const end = operandEnd(tokens, at + 1);
    return end === undefined ? [] : [source.slice(tokens[at + 1]!.start, tokens[end - 1]!.end)];
  });
}

/** Parentheses around a whole operand belong to no node of the parser. */
function sameOperand(own: string, parsed: string): boolean {
  return own === parsed || (own.startsWith("(") && own.endsWith(")") && own.includes(parsed));
}

const ascii = (text: string) => text.replace(/[^ -~\s]/g, "x"); // the parser counts bytes

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
  ]
) {
  Deno.test(`operandEnd() agrees with Deno's parser on ${JSON.stringify(source)}`, () => {
    const parsed = parsedOperands(source);
    const own = ownOperands(source);
    assert.equal(own.length, parsed.length);
    own.forEach((operand, i) => assert.ok(sameOperand(operand, parsed[i]!), operand));
  });
}

Deno.test("operandEnd() agrees with Deno's parser on every await of the project", () => {
  let count = 0;
  for (const path of globSync("{lib,pipelines,tools}/**/*.ts", { cwd: root })) {
    const source = ascii(readFileSync(root + path, "utf8"));
    if (!source.includes("await")) continue;
    const parsed = parsedOperands(source);
    const own = ownOperands(source);
    assert.equal(own.length, parsed.length, path);
    own.forEach((operand, i) => {
      assert.ok(sameOperand(operand, parsed[i]!), `${path}: ${operand}, parsed ${parsed[i]}`);
    });
    count += own.length;
  }
  assert.ok(count > 300, `only ${count} awaits were found`);
});
