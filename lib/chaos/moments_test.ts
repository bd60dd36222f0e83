import assert from "node:assert/strict";
import { MomentFollower } from "./moments.ts";

Deno.test("MomentFollower knows in which moments a sink is", async () => {
  const follower = new MomentFollower();
  for (const line of ["+rebalance", "-rebalance", "+halvedBatch", "+ackToCommit", "other"]) {
    follower.line(line);
  }
  assert.deepEqual(follower.take(), ["halvedBatch", "ackToCommit"]);
  assert.deepEqual(follower.take(), []);
  const held = follower.held(1000);
  follower.line("!rebalance");
  assert.equal(await held, true);
  assert.equal(await follower.held(1), false);
});
