import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { placeOf, placeValues } from "./place_values.ts";
import { sqlPieces } from "./sql_pieces.ts";

/** Places values as a template does. */
function sql({ raw }: TemplateStringsArray, ...values: unknown[]): string {
  return placeValues(raw.reduce((text, part, i) => text + placeOf(i - 1) + part), values)
    .replace(/ +/g, " ");
}

Deno.test("placeValues() writes lists into in, not in and any, with and without parentheses", () => {
  const list = ["a", "b"];
  assert.equal(sql`x in (${list})`, "x in ('a', 'b')");
  assert.equal(sql`x in ${list}`, "x in ('a', 'b')");
  assert.equal(sql`x NOT IN ( ${new Set([1, 2])} )`, "x NOT IN ( 1, 2)");
  assert.equal(sql`x not in ${[1n]} and y`, "x not in (1) and y");
  assert.equal(sql`x = any(${list})`, "x in ('a', 'b')");
  assert.equal(sql`x <> all (${[1.5, -2]})`, "x not in (1.5, -2)");
  assert.equal(sql`x in (${Int32Array.of(1, 2)})`, "x in (1, 2)");
  assert.equal(sql`x in (${BigInt64Array.of(1n, 2n)})`, "x in (1, 2)");
  assert.equal(sql`x in (${"a"}, ${"b"})`, "x in ( 'a', 'b')");
  assert.equal(sql`t in ${"2026-01"}`, "t in '2026-01'");
});

Deno.test("placeValues() makes the condition of an empty list false, and true after not in", () => {
  assert.equal(sql`where a and x in (${[]}) or b`, "where a and (1 = 0) or b");
  assert.equal(sql`where a and x not in ${[]} or b`, "where a and (1 = 1) or b");
  assert.equal(sql`where not t.x in (${new Set()})`, "where not (1 = 0)");
  assert.equal(sql`where "a b" in (${[]})`, "where (1 = 0)");
  assert.equal(sql`where upper(f(x, ')')) in (${[]})`, "where (1 = 0)");
  assert.equal(sql`where(x) in (${[]})`, "where(1 = 0)");
  assert.equal(sql`where (x || 'a')::varchar not in (${[]})`, "where (1 = 1)");
  assert.equal(sql`where x = any(${[]})`, "where (1 = 0)");
  assert.equal(sql`where x <> all(${[]})`, "where (1 = 1)");
  assert.equal(sql`where ${"a"} in (${[]}) and y = ${1}`, "where (1 = 0) and y = 1");
  assert.throws(() => sql`where x || 'a' in (${[]})`, /put parentheses around it/);
});

Deno.test("placeValues() refuses what cannot stand in a list, or a list that stands elsewhere", () => {
  const list = [1, "a"];
  assert.throws(
    () => sql`${1} x in (${["a", null]})`,
    /holds null into SQL \(value 2\).*or x = null/,
  );
  assert.throws(() => sql`x in (${[undefined]})`, /holds undefined/);
  assert.throws(() => sql`x in (${[true]})`, /no in for them; use x = \$\{true\}/);
  assert.throws(() => sql`x in (${[[1]]})`, /use list\.flat\(\)/);
  assert.throws(() => sql`x in (${[{ id: 1 }]})`, /one of its fields/);
  assert.throws(() => sql`x in (${[NaN]})`, /no NaN/);
  assert.throws(() => sql`x = ${list}`, /x in \(\$\{list\}\)/);
  assert.throws(() => sql`x != any(${list})`, /x in \(\$\{list\}\)/);
  assert.throws(() => sql`x > any(${list})`, /x in \(\$\{list\}\)/);
  assert.throws(() => sql`select ${[]}`, /a list stands in a condition/);
  assert.throws(() => sql`select ${Uint8Array.of(1)}`, /a list stands in a condition/);
});

Deno.test("placeValues() writes numbers elsewhere as an array", () => {
  assert.equal(sql`values (${[1, 2.5]})`, "values ( array[1, 2.5] )");
  assert.equal(sql`values (${[[1], [2]]})`, "values ( array[[1], [2]] )");
  assert.equal(sql`values (${Float64Array.of(1.5)})`, "values ( array[1.5] )");
  assert.throws(() => sql`values (${[[1], [2, 3]]})`, /a list stands/);
});

Deno.test("placeValues() keeps values apart from their neighbours", () => {
  assert.equal(sql`select 1 -${-1}`, "select 1 - -1");
  assert.equal(sql`select ${1}${2}`, "select 1 2");
  assert.equal(sql`select ${"a"}${"b"}'c'`, "select 'a' 'b' 'c'");
  assert.equal(sql`select 'a'${"b"}`, "select 'a' 'b'");
  assert.equal(sql`sample by ${5}m`, "sample by 5m");
  assert.equal(sql`sample by ${"15m"} fill(prev)`, "sample by 15m fill(prev)");
  assert.equal(sql`date${"2026-01-01"}`, "date '2026-01-01'");
  assert.throws(() => sql`sample by ${"1d; drop"}`, /takes an interval such as 15m/);
  assert.throws(() => sql`select t${5}`, /directly after t: leave a blank/);
});

Deno.test("placeValues() writes nothing into quotes, and leaves comments alone", () => {
  assert.throws(() => sql`x like '%${"a"}%'`, /inside quotes.*like \$\{`%\$\{name\}%`\}/);
  assert.throws(() => sql`select "${"a"}"`, /inside quotes/);
  assert.equal(sql`select 1 /* ${"*/ drop"} */ -- ${"\n"}`, "select 1 /* value */ -- value");
  assert.throws(() => sql`select ' , ${"; drop table x; --"}`, /quotes do not close/);
});

Deno.test("placeValues() is safe with any text: it stays one quoted piece", () => {
  const random = seeded("texts that could break out");
  const parts = [
    "'",
    "''",
    '"',
    "`",
    "\\",
    "\\'",
    "--",
    "/*",
    "*/",
    ";",
    "\n",
    "\r",
    "\u2028",
    "é",
  ];
  parts.push("😀", " or 1=1", "$1", "%27", "\ufeff", "a", " ", "$$", "E'", "U&'", "\x1a", "\x7f");
  const templates = [
    (text: string) => sql`select * from t where a = ${text} and b = 'x'`,
    (text: string) => sql`select ${text}, "q" from t -- end`,
    (text: string) => sql`select /* a */ ${text} -- don't`,
    (text: string) => sql`x in (${[text, "b"]})`,
    (text: string) => sql`x not in ${[text]}`,
  ];
  for (let i = 0; i < 5000; i++) {
    const text = Array.from({ length: random.int(0, 9) }, () => random.pick(parts)).join("");
    const template = templates[i % 5]!;
    const shape = template("x");
    const written = template(text);
    const quoted = `'${text.replaceAll("'", "''")}'`.replace(/ +/g, " ");
    assert.equal(written.replaceAll(quoted, "'x'"), shape, JSON.stringify(text));
    const kinds = (sql: string) => sqlPieces(sql).map(({ kind }) => kind).toArray().join();
    assert.equal(kinds(written), kinds(shape), JSON.stringify(text));
  }
});
