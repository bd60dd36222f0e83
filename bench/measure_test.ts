import assert from "node:assert/strict";
import type { Contest, Way } from "./bench.ts";
import { measure, median, percentile } from "./measure.ts";
import type { Lap } from "./stopwatch.ts";

/** A clock whose laps are given: seconds for 100 records. */
function scripted(seconds: number[]) {
  const left = [...seconds];
  return async (work: () => number | Promise<number>): Promise<Lap> => {
    const time = left.shift()!;
    return {
      count: await work(),
      seconds: time,
      cpuSeconds: time / 2,
      engineSeconds: { questdb: time / 10 },
      peakBytes: time * 1000,
    };
  };
}

function contest(order: string[] = []): Contest {
  const way = (name: string): Way => ({
    name,
    run: (time) => time(() => (order.push(name), 100)),
  });
  return { peers: true, bytes: 5000, memory: true, ways: [way("ours"), way("peer")] };
}

Deno.test("measure() runs the ways in turn and returns medians", async () => {
  const order: string[] = [];
  const clock = scripted([1, 4, 2, 10, 5, 20]);
  const [ours, peer] = await measure(contest(order), { runs: 3, clock });
  assert.deepEqual(order, ["ours", "peer", "ours", "peer", "ours", "peer"]);
  assert.equal(ours!.perSecond, 50); // 100, 50 and 20
  assert.deepEqual([ours!.slowest, ours!.fastest], [20, 100]);
  assert.equal(ours!.perCpuSecond, 100);
  assert.equal(ours!.bytesPerSecond, 2500);
  assert.equal(ours!.engineMicros.questdb, 2000); // 0.2 s for 100 records
  assert.equal(ours!.peakBytes, 5000);
  assert.equal(ours!.ratio, undefined);
  assert.equal(peer!.ratio, 4); // run by run: 4, 5 and 4
});

Deno.test("measure() does not count the warm-up", async () => {
  const order: string[] = [];
  const [ours] = await measure(contest(order), {
    runs: 1,
    warmUp: true,
    clock: scripted([1000, 1000, 1, 2]),
  });
  assert.equal(order.length, 4);
  assert.deepEqual([ours!.slowest, ours!.fastest], [100, 100]);
});

Deno.test("measure() runs a contest no more often than it allows", async () => {
  const order: string[] = [];
  await measure({ ...contest(order), runs: 1 }, { runs: 5, clock: scripted([1, 2]) });
  assert.equal(order.length, 2);
});

Deno.test("measure() throws if a way times nothing", async () => {
  const idle: Contest = { peers: false, ways: [{ name: "idle", run() {} }] };
  await assert.rejects(measure(idle, { runs: 1 }), /Cannot measure idle: it timed nothing/);
});

Deno.test("median() is the middle, or the mean of the middle two", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

Deno.test("percentile() takes the value at or above the share", () => {
  const values = Array.from({ length: 100 }, (_, i) => i + 1).reverse();
  assert.equal(percentile(values, 0.95), 95);
  assert.equal(percentile(values, 1), 100);
  assert.equal(percentile([7], 0.95), 7);
});
