import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import type { SumRow, Tail } from "./orders_db.ts";
import { tailPartsOf } from "./tail.ts";

const SECOND = 1e6;

/** A tail whose rows are single moments, each named after its own. */
function tailOf(moments: readonly number[], from: number): Tail {
  const rows = new Map<number, SumRow[]>();
  const kept = moments.filter((moment) => moment >= from);
  for (const moment of kept) {
    const slice = Math.floor(moment / SECOND) * SECOND;
    const row = { name: String(moment), orders: 1, quantity: 1 };
    rows.set(slice, [...rows.get(slice) ?? [], row]);
  }
  return { from, last: Math.max(...kept), slice: SECOND, rows };
}

Deno.test("tailPartsOf() finds each row of a range once, in memory or in what is read from the table", () => {
  const random = seeded("tail");
  for (let i = 0; i < 2000; i++) {
    const moments = Array.from({ length: 30 }, () => random.int(0, 9 * SECOND));
    const tail = tailOf(moments, random.int(0, 8) * SECOND);
    const from = random.int(0, 12 * SECOND), to = from + random.int(1, 6 * SECOND);
    const { slices, rest } = tailPartsOf({ from, to }, tail);
    const read = moments.filter((one) => rest.some(({ from, to }) => one >= from && one < to));
    const found = [...slices.map(({ name }) => Number(name)), ...read];
    const wanted = moments.filter((one) => one >= from && one < to);
    assert.deepEqual(found.toSorted((a, b) => a - b), wanted.toSorted((a, b) => a - b));
    for (const part of rest) assert.ok(part.from < part.to);
  }
});

Deno.test("a range that ends after the newest row needs the table for less than a slice", () => {
  const tail = tailOf([3.2, 4.5, 5.9].map((at) => at * SECOND), 2 * SECOND);
  const { slices, rest } = tailPartsOf({ from: 2.5 * SECOND, to: 60 * SECOND }, tail);
  assert.deepEqual(rest, [{ from: 2.5 * SECOND, to: 3 * SECOND }]);
  assert.equal(slices.length, 3);
  const all = { from: 0, to: SECOND };
  assert.deepEqual(tailPartsOf(all, undefined), { slices: [], rest: [all] });
  assert.deepEqual(tailPartsOf(all, tail), { slices: [], rest: [all] });
});
