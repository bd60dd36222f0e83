import assert from "node:assert/strict";
import { cellNames } from "./cell_names.ts";
import { parseCell } from "./parse_cell.ts";

/** A cell; what it defines; what it reads; what it assigns. Names separated by blanks, sorted. */
const cases: [source: string, defines: string, reads: string, assigns?: string][] = [
  ["const a = b;", "a", "b"],
  ["let a, b = a;", "a b", ""],
  ["var a = 1; { var b = 2; let c = 3; const d = c; }", "a b", ""],
  ["if (x) { var y = 1 } for (var i = 0; i < n; i++) { var z = i }", "i y z", "n x"],
  ["function f() { var hidden = 1; return hidden + free; }", "f", "free"],
  ["f(); function f() {}", "f", ""],
  [
    "class A extends B { #p = q; static s = t; [k]() { return super.x; } get g() { return h } }",
    "A",
    "B h k q t",
  ],
  ["class A { static { let x = 1; y(x); } }", "A", "y"],
  ["const { a, b: c, ...d } = e", "a c d", "e"],
  ["const { a = f, [k]: c = a, g: { h } } = e", "a c h", "e f k"],
  ["const [a, , b = x, ...c] = d", "a b c", "d x"],
  ["for (const x of xs) { y = x }", "", "xs", "y"],
  ["for await (const { a } of xs) a;", "", "xs"],
  ["for (x in o) x;", "", "o x", "x"],
  ["total += days", "", "days total", "total"],
  ["count++; --other", "", "count other", "count other"],
  ["[a, b.c] = d; ({ e, f: g[h] } = i)", "", "b d g h i", "a e"],
  ["(a) = 1", "", "", "a"],
  ["o.days = 1", "", "o"],
  ["o.a.b?.c[d]?.(e)", "", "d e o"],
  ["const o = { days: 1, [k]: 2, m() { return n }, get p() { return q } }", "o", "k n q"],
  ["const o = { days }", "o", "days"],
  ["const f = (days) => days * n", "f", "n"],
  ["const f = ({ days = n, ...rest }, [x] = y) => days + rest + x", "f", "n y"],
  ["const f = function g(n) { return g(n - 1) + arguments.length }", "f", ""],
  ["const f = () => arguments", "f", "arguments"],
  ["function days() { return days }", "days", ""],
  ["{ const days = 1; days; } days;", "", "days"],
  ["{ days; const days = 1; }", "", ""],
  ["function f(days) { { const days = 2; days } return days }", "f", ""],
  ["try { a() } catch (a) { a } finally { b }", "", "a b"],
  ["try { } catch ({ message }) { message; log }", "", "log"],
  ["switch (a) { case b: let c = 1; c; break; default: d }", "", "a b d"],
  ["loop: for (;;) { break loop }", "", ""],
  ["`a ${days} b`", "", "days"],
  ["sql`select ${days}`", "", "days sql"],
  ["typeof days", "", "days"],
  ["const a: Days = 1 as Other; let b: typeof days; c satisfies D; e!; <F>g", "a b", "c e g"],
  ["const rows = await sql<{ days: number }>`x`", "rows", "sql"],
  [
    "interface days { x: y } type T = typeof z; declare const q: number; declare function r(): void",
    "",
    "",
  ],
  ["function f<T extends U>(this: V, a?: T): a is X { return a }", "f", ""],
  ["function f(a: string): void; function f(a: any) { return b }", "f", "b"],
  [
    "class A<T> implements I { constructor(private days: number, readonly x = y) { super(days) } declare z: W; }",
    "A",
    "y",
  ],
  ["abstract class A { abstract m(): B; }", "A", ""],
  ["enum E { A = 1, B = A << 1, C = days }", "E", "days"],
  ["namespace N { export const a = b }", "N", "b"],
  ["import a, { b as c, type D } from 'm'; import * as e from 'n'; a + c + e + f", "", "f"],
  ["import type { T } from 'm'; const x: T = y", "x", "y"],
  ["const p = <Chart rows={days} title='x'>{text}<b>t</b></Chart>", "p", "Chart days text"],
  ["new Days(n)", "", "Days n"],
  ["new.target; import.meta.url", "", ""],
  ["const m = await import('m')", "m", ""],
  ["@d class A { @e(f) m(@g x) { } }", "A", "d e f"],
  ["async function* g() { yield* days; await x }", "g", "days x"],
  ["using file = open(); await using other = open()", "file other", "open"],
  ["days;\nvar days;", "days", ""],
  ["const a = ((days), n)", "a", "days n"],
  ["const f = (x) => { if (x) { var y = 1 } return y }", "f", ""],
  ["export const a = b; export default c", "a", "b c"],
  ["a ??= b; c ||= d", "", "a b c d", "a c"],
  ["delete o[days]", "", "days o"],
  ["/days/.test('days') // days", "", ""],
  ["rows.map(({ days, trips }) => trips / days)", "", "rows"],
  ["const days = 1; { const f = () => days }", "days", ""],
];

const sorted = (names: string[]) => names.toSorted().join(" ");

for (const [source, defines, reads, assigns = ""] of cases) {
  Deno.test(`cellNames() of ${source}`, () => {
    const names = cellNames(parseCell(source));
    assert.deepEqual(
      [sorted(names.defines), sorted(names.reads), sorted(names.assigns)],
      [defines, reads, assigns],
    );
  });
}

Deno.test("cellNames() lists imports apart, without types", () => {
  const { imports, defines } = cellNames(
    parseCell("import a, { b as c, type D } from 'm'; import * as e from 'n'; const f = a;"),
  );
  assert.deepEqual({ imports, defines }, { imports: ["a", "c", "e"], defines: ["f"] });
});
