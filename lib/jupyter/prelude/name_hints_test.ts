import assert from "node:assert/strict";
import * as library from "../../notebook/mod.ts";
import { describeError } from "./describe_error.ts";
import { AGGREGATES, declaredNames, LIBRARY, nameHint } from "./name_hints.ts";

/** The error that JavaScript itself throws. */
function thrown(code: string): Error {
  try {
    new Function("rows", "chart", code)([], library.chart);
  } catch (error) {
    return error as Error;
  }
  throw new Error(`${code} throws nothing`);
}

for (
  const [code, hint] of [
    ["print(1)", /^Write console\.log/],
    ["pd.read_csv('a.csv')", /^Cells are TypeScript: rows come from sql/],
    ["sql`select 1`", /^Run the cell that imports it first: import \{ sql \} from/],
    ["transactions3s", /^Run the cell that imports it first: import \{ transactions3s \}/],
    ["max(1, 2)", /^Of a list, write Math\.max\(…list\); for a window, import \{ max \}/],
    ["op.mean(1)", /import \{ op, desc \} from "arquero"/],
    ["rows.head()", /^Write \.slice\(0, 5\)/],
    ["rows.slice(1).groupby('a')", /frame\(rows\)/],
    ["chart.bar(rows)", /^Write chart\.bars\(rows/],
    ["chart.scatter(rows)", /^Write Plot\.dot\(rows/],
  ] as const
) {
  Deno.test(`nameHint() of ${code}`, () => {
    const error = thrown(code);
    assert.match(nameHint(error)!, hint);
    assert.ok(describeError(error).endsWith(`\n${nameHint(error)}`));
  });
}

for (const code of ["nothing()", "rows.nothing()", "toString.valueOf.x()", "null.head()"]) {
  Deno.test(`nameHint() has none for ${code}`, () => {
    assert.equal(nameHint(thrown(code)), undefined);
  });
}

Deno.test("nameHint() knows what the library exports", () => {
  const known = [...LIBRARY, ...Object.keys(AGGREGATES), ...declaredNames()];
  assert.deepEqual(known.sort(), Object.keys(library).sort());
});
