/** `deno task chaos`: everything is killed in turn, and each record accounted for. */
import assert from "node:assert/strict";
import { chaos } from "./testing_chaos_task.ts";
import { ignoreChaos } from "./testing_chaos.ts";

Deno.test("chaos: 50,000 records are exact", { ignore: ignoreChaos }, async () => {
  const { distinct, stored, rejected } = await chaos(
    ...["--rows", "50000", "--rate", "2500", "--every", "3s"],
  );
  assert.deepEqual([distinct, stored + rejected], [50_000, 50_000]);
});

Deno.test(
  "chaos: what a dropped table and a deleted topic take is counted, and nothing else is gone",
  {
    ignore: ignoreChaos,
  },
  async () => {
    const args = ["--rows", "10000", "--rate", "600", "--every", "2s", "--faults", "tables,topics"];
    const { distinct, stored, rejected, dropped, discarded } = await chaos(...args);
    assert.deepEqual([distinct, stored + rejected + dropped + discarded], [10_000, 10_000]);
    assert.ok(dropped + discarded > 0, "the faults took nothing");
  },
);
