import assert from "node:assert/strict";
import { IdSet } from "./id_set.ts";

Deno.test("IdSet holds the ids added, however large", () => {
  const set = new IdSet();
  for (const id of [0, 7, 8, 1_000_003, 7]) set.add(id);
  assert.equal(set.size, 4);
  assert.deepEqual([0, 1, 7, 8, 9, 1_000_003, 5e8].map((id) => set.has(id)), [
    true,
    false,
    true,
    true,
    false,
    true,
    false,
  ]);
  for (const id of [-1, 0.5, NaN, 2 ** 40]) assert.throws(() => set.add(id), RangeError);
});
