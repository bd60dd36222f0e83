import assert from "node:assert/strict";
import { untilApplied } from "./applied.ts";
import type { Questdb } from "./client.ts";

/** A database whose table `t` shows these states in turn, then the last: applied and acknowledged. */
function showing(...states: [writerTxn: number, sequencerTxn: number][]): Questdb {
  const run = () => {
    const [writerTxn, sequencerTxn] = states.length > 1 ? states.shift()! : states[0]!;
    return Promise.resolve([
      { name: "t", suspended: false, writerTxn, sequencerTxn, errorMessage: null },
    ]);
  };
  return { run } as unknown as Questdb;
}

Deno.test("untilApplied() waits for what was acknowledged, not for what follows", async () => {
  await untilApplied(showing([3, 10], [7, 12], [10, 20]), ["t"]);
});

Deno.test("untilApplied() does not wait for a table that was made again meanwhile", async () => {
  const late = { signal: AbortSignal.timeout(2000) };
  await untilApplied(showing([990, 1000], [1, 3], [3, 3]), ["t"], late);
  const stuck = { signal: AbortSignal.timeout(100) };
  await assert.rejects(untilApplied(showing([3, 10]), ["t"], stuck), { name: "TimeoutError" });
});
