/** The longest runs of `deno task chaos`; docs/reliability.md has their figures. */
import assert from "node:assert/strict";
import { chaos } from "./testing_chaos_task.ts";
import { ignoreChaos } from "./testing_chaos.ts";

Deno.test("chaos: a million records are exact", { ignore: ignoreChaos }, async () => {
  const { distinct, stored, rejected, moments } = await chaos("--rows", "1000000");
  assert.deepEqual([distinct, stored + rejected], [1_000_000, 1_000_000]);
  for (const [moment, kills] of Object.entries(moments)) assert.ok(kills > 0, moment);
});

for (let seed = 1; seed <= 10; seed++) {
  Deno.test(`chaos: 200,000 records are exact, seed ${seed}`, { ignore: ignoreChaos }, async () => {
    const { distinct, stored, rejected } = await chaos("--rows", "200000", "--seed", String(seed));
    assert.deepEqual([distinct, stored + rejected], [200_000, 200_000]);
  });
}
