import assert from "node:assert/strict";
import { sleep, until } from "../../retry.ts";
import { startHeartbeat } from "./heartbeat.ts";

Deno.test("startHeartbeat() goes on after a failure and reports a rebalance, until disposed", async () => {
  const answers = [Promise.reject(new Error("away")), Promise.resolve(true)];
  answers[0]!.catch(() => {}); // it is awaited only when its turn comes
  let beats = 0, rebalances = 0;
  const logged: string[] = [];
  const member = { heartbeat: () => answers[beats++] ?? Promise.resolve(false) };
  {
    using _heartbeat = startHeartbeat(member, {
      every: 2,
      onRebalance: () => rebalances++,
      log: (_, message) => logged.push(message),
    });
    await until(() => rebalances > 0, { every: 1, within: 5000 });
  }
  assert.equal(beats - 2, rebalances);
  assert.deepEqual(logged, ["heartbeat: away"]);
  const before = beats;
  await sleep(20);
  assert.equal(beats, before);
});

Deno.test("startHeartbeat() sends one at a time and ignores an answer after it is disposed", async () => {
  const answer = Promise.withResolvers<boolean>();
  let beats = 0, rebalances = 0;
  const member = { heartbeat: () => (beats++, answer.promise) };
  {
    using _heartbeat = startHeartbeat(member, {
      every: 1,
      onRebalance: () => rebalances++,
      log: () => {},
    });
    await until(() => beats > 0, { every: 1, within: 5000 });
    await sleep(20);
  }
  answer.resolve(false);
  await sleep(5);
  assert.deepEqual([beats, rebalances], [1, 0]);
});
