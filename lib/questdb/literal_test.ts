import assert from "node:assert/strict";
import { literal, withLiterals } from "./literal.ts";

Deno.test("literal() writes values so that no text can close its quotes", () => {
  const cases: [unknown, string][] = [
    ["a", "'a'"],
    ["'; drop table x; --", "'''; drop table x; --'"],
    ["\\'", "'\\'''"],
    [1.5, "1.5"],
    [NaN, "null"],
    [2n ** 62n, "4611686018427387904"],
    [true, "true"],
    [null, "null"],
    [new Date(0), "'1970-01-01T00:00:00.000Z'::timestamp"],
  ];
  for (const [value, text] of cases) assert.equal(literal(value), text);
  assert.throws(() => literal({ a: 1 }), /Cannot write \{ a: 1 \} into SQL/);
});

Deno.test("withLiterals() leaves quoted text and comments alone", () => {
  assert.equal(
    withLiterals(`select '$1', "$2", $2 -- $1\r/* /* $1 */ $1 */ from t where a = $1 and b = $10`, [
      "x$2",
      2,
      ...Array(7).fill(0),
      10,
    ]),
    `select '$1', "$2", 2 -- $1\r/* /* $1 */ $1 */ from t where a = 'x$2' and b = 10`,
  );
});
