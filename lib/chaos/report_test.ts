import assert from "node:assert/strict";
import { faultsOf, type Report, reportText } from "./report.ts";

const exact: Report = {
  sent: 1010,
  distinct: 1000,
  rejected: 1,
  stored: 990,
  lost: 0,
  doubled: 0,
  dropped: 5,
  discarded: 4,
  different: 0,
  kills: 1,
  killed: { broker: 1, questdb: 0, sink: 0, producer: 0 },
  stops: 0,
  moments: { ackToCommit: 0, halvedBatch: 0, rebalance: 0 },
  seconds: 1,
  longestStall: 0,
  seed: 1,
};

Deno.test("faultsOf() passes a run only if each identity has exactly one fate", () => {
  assert.deepEqual(faultsOf(exact), []);
  assert.deepEqual(faultsOf(exact, 1000), []);
  const wrong: [Partial<Report>, string[]][] = [
    [{ stored: 989, lost: 1 }, ["1 lost"]],
    [{ doubled: 2 }, ["2 doubled"]],
    [{ different: 3 }, ["3 not as they were sent"]],
    [{ stored: 989 }, ["1000 sent, but 999 found"]],
    [{ rejected: 2 }, ["1000 sent, but 1001 found"]],
  ];
  for (const [change, faults] of wrong) {
    assert.deepEqual(faultsOf({ ...exact, ...change }, 1000), faults, JSON.stringify(change));
  }
  assert.deepEqual(faultsOf(exact, 1001), ["only 1000 sent"]);
  const nothing = { ...exact, distinct: 0, rejected: 0, stored: 0, dropped: 0, discarded: 0 };
  assert.deepEqual(faultsOf(nothing), ["only 0 sent"]);
});

Deno.test("reportText() shows each figure, and ids only if something is wrong", () => {
  const text = reportText(exact);
  assert.match(text, /killed\s+broker 1, questdb 0/);
  assert.doesNotMatch(text, /ids:/);
  const examples = { lost: [7], doubled: [], different: [] };
  assert.match(reportText({ ...exact, examples }), /ids: \{"lost":\[7\]/);
});
