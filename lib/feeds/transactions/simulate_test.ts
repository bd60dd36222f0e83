import assert from "node:assert/strict";
import { partitionOf } from "../../kafka/write/partitioner.ts";
import { batchesOf, chiSquare, tally } from "../../simulators/testing.ts";
import { PAYERS } from "./payers.ts";
import { simulateTransactions, type Untidiness } from "./simulate.ts";
import type { Transaction } from "./transactions.ts";

const START = "2026-01-01T00:00:00Z";

async function simulated(options: Untidiness & { limit?: number; seed?: number } = {}) {
  const { seed = 1, limit = 20_000, ...untidy } = options;
  const batches = await batchesOf(simulateTransactions({ seed, start: START, limit, ...untidy }));
  return batches.flatMap(({ records }) => records) as Transaction[];
}
const ms = ({ event_timestamp }: Transaction) => Date.parse(event_timestamp);

Deno.test("ten users, one for each leading digit, pay ten times it; each of three partitions has some", () => {
  assert.deepEqual(PAYERS.map(({ id }) => id[0]).join(""), "0123456789");
  assert.deepEqual(PAYERS.map(({ pays }) => pays), [100, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  const partitions = Map.groupBy(PAYERS, ({ id }) => partitionOf(id, 3));
  const digits = [0, 1, 2].map((of) => partitions.get(of)!.map(({ id }) => id[0]).join(""));
  assert.deepEqual(digits, ["389", "245", "0167"]);
});

Deno.test("tidy transactions are 30 ms apart, in order, each once; users and statuses are equally likely", async () => {
  const all = await simulated();
  all.forEach((one, i) => assert.equal(ms(one), Date.parse(START) + 30 * i));
  assert.equal(new Set(all.map(({ transaction_id }) => transaction_id)).size, all.length);
  const users = tally(all, ({ user_id }) => user_id);
  const shares = new Map(PAYERS.map(({ id }) => [id, 0.1]));
  assert.ok(chiSquare(users, shares) < 27.9); // 9 degrees of freedom, p = 0.001
  const paid = all.filter(({ status }) => status === "Paid").length;
  assert.ok(Math.abs(paid - 10_000) < 300, `${paid}`);
  for (const { user_id, total_paid } of all) {
    assert.equal(total_paid, 10 * (Number(user_id[0]) || 10));
  }
});

Deno.test("disorder makes a transaction come late, at most by so much event time", async () => {
  const all = await simulated({ disorder: 2000 });
  let [newest, latest, late] = [0, 0, 0];
  for (const one of all) {
    if (ms(one) < newest) late++;
    latest = Math.max(latest, newest - ms(one));
    newest = Math.max(newest, ms(one));
  }
  assert.ok(latest <= 2000 && latest > 1800, `${latest}`);
  assert.ok(late > all.length / 2);
  const times = all.map(ms).toSorted((a, b) => a - b);
  assert.deepEqual(times.slice(0, 19_900), (await simulated()).map(ms).slice(0, 19_900));
});

Deno.test("disorder of hours is simulated as quickly as of seconds", async () => {
  const all = await simulated({ disorder: 2 * 3_600_000, limit: 20_000 });
  assert.equal(all.length, 20_000); // 240,000 transactions wait then
});

Deno.test("duplicates are the same record again, and count for the limit", async () => {
  const all = await simulated({ duplicates: 0.01, disorder: 500 });
  assert.equal(all.length, 20_000);
  const texts = tally(all, (one) => JSON.stringify(one));
  const twice = [...texts.values()].filter((count) => count === 2).length;
  assert.ok(twice > 120 && twice < 280, `${twice}`);
  assert.equal(texts.size, new Set(all.map(({ transaction_id }) => transaction_id)).size);
});

Deno.test("an idle partition gets no record", async () => {
  for (const idle of [0, 1, 2]) {
    const all = await simulated({ idle, limit: 1000 });
    const partitions = new Set(all.map(({ user_id }) => partitionOf(user_id, 3)));
    assert.deepEqual([...partitions].sort(), [0, 1, 2].filter((partition) => partition !== idle));
  }
});

Deno.test("options out of range are refused", () => {
  const refused: [Untidiness, RegExp][] = [
    [{ gap: 0 }, /Cannot use a gap of 0 ms/],
    [{ duplicates: 1.5 }, /a share of 1.5: it is 0 to 1/],
    [{ idle: 3 }, /Cannot leave partition 3 idle: there are 0 to 2/],
  ];
  for (const [untidy, message] of refused) {
    assert.throws(() => simulateTransactions({ seed: 1, start: START, ...untidy }), message);
  }
});
