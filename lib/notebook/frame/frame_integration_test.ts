import assert from "node:assert/strict";
import * as aq from "arquero";
import { bundleOf } from "../display/bundle_of.ts";
import { sql } from "../query/sql.ts";
import { disconnect } from "../query/engine.ts";
import { frame } from "./frame.ts";

Deno.test("frame() of a query holds the rows that the query has, whatever their types", async () => {
  try {
    const query = sql`select timestamp_sequence('2024-01-01', 60000001) t, x l, rnd_int(-9, 9, 3) i,
      case when x % 7 = 0 then 9223372036854775807 when x % 5 = 0 then null else x end big,
      x * 0.5 d, x % 2 = 0 bo, rnd_str('a', 'é"],[1', null, '],[') st, rnd_uuid4() u,
      rnd_double_array(2, 3) arr, case when x % 3 = 0 then null else (x * 86400000)::date end da,
      rnd_varchar(1, 9, 3) v from long_sequence(4000)`;
    // The functions are random, so the rows come from the frame's own answer.
    const made = await query.frame();
    const rows = made.objects() as Record<string, unknown>[];
    assert.equal(rows.length, 4000);
    for (const [at, row] of rows.entries()) {
      const x = at + 1;
      assert.equal(row.l, x);
      assert.equal(row.d, x / 2);
      assert.equal(row.bo, x % 2 === 0);
      assert.equal(row.big, x % 7 === 0 ? 2n ** 63n - 1n : x % 5 === 0 ? null : x);
      assert.deepEqual(row.t, new Date(Date.UTC(2024, 0, 1) + Math.floor(at * 60_000.001)));
      assert.deepEqual(row.da, x % 3 === 0 ? null : new Date(x * 86_400_000));
      assert.ok(row.i === null || Number.isInteger(row.i));
      assert.ok(["a", 'é"],[1', null, "],["].includes(row.st as string | null));
    }
    const chars = await sql`select '"'::char c, x from long_sequence(2)`.frame();
    assert.deepEqual(chars.objects(), [{ c: '"', x: 1 }, { c: '"', x: 2 }]);
    const none = await sql`select x from long_sequence(3) where x > ${9}`.frame();
    assert.equal(none.numRows(), 0);
    await assert.rejects(sql`select farre from long_sequence(1)`.frame(), { name: "QueryError" });
  } finally {
    await disconnect();
  }
});

Deno.test("frame() of rows groups, pivots, joins and computes over windows, and shows itself", async () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, n));
  const rows = [
    { day: day(1), city: "a", n: 1 },
    { day: day(1), city: "b", n: null },
    { day: day(2), city: "a", n: 3 },
    { day: day(2), city: "b", n: 4, extra: "x" },
  ];
  const made = await frame(rows);
  assert.deepEqual(made.objects()[1], { day: day(1), city: "b", n: null, extra: null });
  const mean = made.groupby("day").rollup({ mean: aq.op.mean("n"), rows: aq.op.count() });
  assert.deepEqual(mean.objects(), [
    { day: day(1), mean: 1, rows: 2 },
    { day: day(2), mean: 3.5, rows: 2 },
  ]);
  assert.deepEqual(made.groupby("day").pivot("city", "n").objects()[1], {
    day: day(2),
    a: 3,
    b: 4,
  });
  assert.equal(made.join(mean, "day").numRows(), 4);
  const sums = made.groupby("city").derive({ sum: aq.rolling(aq.op.sum("n") as never) });
  assert.deepEqual(sums.array("sum"), [1, undefined, 4, 4]);
  assert.deepEqual((await frame({ a: [1, 2] })).objects(), [{ a: 1 }, { a: 2 }]);
  const { "text/plain": text } = await bundleOf(mean);
  assert.match(text, /^2 rows × 3 columns\nday +mean +rows\n/);
});
