/** `deno task chaos`: 50,000 records while everything is killed in turn, each accounted for. */
import assert from "node:assert/strict";
import { run } from "./testing.ts";
import { ignoreChaos } from "./testing_chaos.ts";

Deno.test("chaos: 50,000 records are exact", { ignore: ignoreChaos }, async () => {
  const { code, out, err } = await run("chaos", ["--rows", "50000", "--every", "3s", "--json"]);
  assert.equal(code, 0, err);
  const { distinct, stored, rejected, lost, doubled, different, killed } = JSON.parse(out);
  assert.deepEqual([distinct, lost, doubled, different], [50_000, 0, 0, 0], out);
  assert.equal(stored + rejected, 50_000);
  for (const [target, kills] of Object.entries(killed)) {
    assert.ok(kills, `no kill of the ${target}`);
  }
});
