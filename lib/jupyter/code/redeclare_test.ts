import assert from "node:assert/strict";
import MagicString from "magic-string";
import { parseCell } from "./parse_cell.ts";
import { redeclare, type RedeclareOptions } from "./redeclare.ts";

function run(source: string, options?: RedeclareOptions) {
  const code = new MagicString(source);
  const { head, ...rest } = redeclare(code, parseCell(source), source, options);
  return { ...rest, text: head + code };
}

/** A cell; what declares the names again; what assigns them. */
const cases: [source: string, lets: string, assigns: string][] = [
  ["const a = 1", "let a = 1", "a = 1"],
  ["let a: number = 1, b", "let a: number = 1, b", "a = 1, b = undefined"],
  ["const { a, b: [c] }: T = d", "let { a, b: [c] }: T = d", "void 0, ({ a, b: [c] } = d)"],
  ["const [a]: T = d;", "let [a]: T = d;", "void 0, [a] = d;"],
  ["const\n  a = 1,\n  b = 2;", "let \na = 1,\n  b = 2;", "\na = 1,\n  b = 2;"],
  ["const a: {\n  b: 1;\n} = c;", "let a: {\n  b: 1;\n} = c;", "a\n\n = c;"],
  ["var a = 1", "let a;a = 1", "a = 1"],
  ["{ var a: T = 1, { b } = c }", "let a, b;{ a = 1, ({ b } = c) }", "{ a = 1, ({ b } = c) }"],
  [
    "for (var i = 0, n; i < 1; i++) ;",
    "let i, n;for (i = 0, n; i < 1; i++) ;",
    "for (i = 0, n; i < 1; i++) ;",
  ],
  ["for (var [k] of m) ;", "let k;for ([k] of m) ;", "for ([k] of m) ;"],
  ["if (a) { var b }", "let b;if (a) { b }", "if (a) { b }"],
  ["const f = () => { var x = 1 }", "let f = () => { var x = 1 }", "f = () => { var x = 1 }"],
  [
    "f(); async function f() {}",
    'let f = $tributary.own($tributary_f, "f");f(); async function $tributary_f() {}',
    'f = $tributary.own($tributary_f, "f");f(); async function $tributary_f() {}',
  ],
  ["class A {}\n[1]", "let A = class A {};\n[1]", "A = class A {};\n[1]"],
  ["abstract class A {}", "let A =  class A {};", "A =  class A {};"],
  [
    "const enum E { A }",
    "let E = (() => {  enum E { A } return E; })();",
    "E = (() => {  enum E { A } return E; })();",
  ],
  [
    "namespace N { export const a = 1 }",
    "let N = (() => { namespace N { export const a = 1 } return N; })();",
    "N = (() => { namespace N { export const a = 1 } return N; })();",
  ],
  ["export const a = 1", "let a = 1", "a = 1"],
  ["await using a = b", "let a = b", "a = b"],
  ["import A = N.B;", "let A = N.B;", "A = N.B;"],
];
for (const [source, lets, assigns] of cases) {
  Deno.test(`redeclare() of ${JSON.stringify(source)}`, () => {
    assert.equal(run(source).text, lets);
    assert.equal(run(source, { assign: true }).text, assigns);
    assert.equal(lets.split("\n").length, source.split("\n").length);
  });
}

for (
  const source of [
    "interface A {} type B = 1; declare const c: 1; declare function d(): void; declare enum E {}",
    "namespace N { export interface A {} }",
    "class A {} namespace A { export const b = 1 }",
    "{ const a = 1; function b() {} class C {} }",
    "import type { A } from 'b'",
  ]
) {
  Deno.test(`redeclare() leaves ${source}`, () => assert.equal(run(source).text, source));
}

Deno.test("redeclare() lists names and constants", () => {
  const { names, constants } = run(
    "const a = 1; let b; var c; function d() {} class E {} enum F {} import g from 'h'; interface I {}",
  );
  assert.deepEqual(names.toSorted(), ["E", "F", "a", "b", "c", "d", "g"]);
  assert.deepEqual(constants.toSorted(), ["a", "g"]);
});

for (
  const [source, guarded] of [
    ["a = 1", '$tributary.constant("a").it = 1'],
    ["a++", '$tributary.constant("a").it++'],
    ["[a] = b", '[$tributary.constant("a").it] = b'],
    ["({ a } = b)", '({ a: $tributary.constant("a").it } = b)'],
    ["({ a = 1 } = b)", '({ a: $tributary.constant("a").it = 1 } = b)'],
    ["for (a of b) ;", 'for ($tributary.constant("a").it of b) ;'],
    ["() => a += 1", '() => $tributary.constant("a").it += 1'],
    ["(a) => a = 1", "(a) => a = 1"],
    ["{ let a; a = 1 }", "{ let a; a = 1 }"],
    ["let a; a = 1", "let a; a = 1"],
    ["b.a = 1", "b.a = 1"],
    ["const b = 1; b = 2", 'let b = 1; $tributary.constant("b").it = 2'],
  ] as const
) {
  Deno.test(`redeclare() lets an assignment to a constant throw: ${source}`, () => {
    assert.equal(run(source, { constants: new Set(["a"]) }).text, guarded);
  });
}
