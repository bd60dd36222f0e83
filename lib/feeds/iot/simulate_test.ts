import assert from "node:assert/strict";
import type { Share } from "../../simulators/simulator.ts";
import { batchesOf, chiSquare, tally } from "../../simulators/testing.ts";
import { greatCircle } from "../../simulators/great_circle.ts";
import type { IotRecord } from "./iot_data.ts";
import { DEVICE_TYPES, simulateDevices } from "./simulate.ts";

const START = "2026-05-13T00:00:00Z";

async function simulated(limit: number, share?: Share): Promise<IotRecord[]> {
  const batches = await batchesOf(simulateDevices({ seed: 1, start: START, limit, share }));
  for (const { records, lines } of batches) {
    assert.deepEqual(lines, records.map(({ sequence }) => Number(sequence) + 1));
  }
  return batches.flatMap(({ records }) => records) as IotRecord[];
}

Deno.test("any number of senders make together what one makes, each about its part", async () => {
  const all = await simulated(10_001);
  for (const [of, run] of [[2, 1], [3, 500], [4, 2000], [4, 20_000]] as const) {
    const parts = await Promise.all(
      Array.from({ length: of }, (_, index) => simulated(10_001, { index, of, run })),
    );
    const sizes = parts.map(({ length }) => length);
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= run, `${sizes}`);
    assert.deepEqual(parts.flat().toSorted((a, b) => a.sequence - b.sequence), all);
  }
});

Deno.test("simulated devices are of their types in their shares, a hundred records a second", async () => {
  const all = await simulated(50_000);
  assert.deepEqual(all.map(({ sequence }) => sequence), all.map((_, i) => i));
  const shares = new Map(DEVICE_TYPES.map(({ name, share }) => [name, share]));
  assert.ok(chiSquare(tally(all, (one) => one.device_type), shares) < 16.27); // 3 degrees of freedom
  const seconds = (Date.parse(all.at(-1)!.timestamp) - Date.parse(START)) / 1000;
  assert.equal(Math.round(seconds), 500);
  const durations = all.reduce((sum, one) => sum + one.duration_ms, 0) / all.length;
  assert.ok(Math.abs(durations - 100) < 2, `${durations}`); // 20 + an exponential mean of 80
});

Deno.test("a device's speed is what its positions say", async () => {
  const ferries = (await simulated(60_000)).filter((one) => one.device_type === "ferry");
  let [way, time, claimed] = [0, 0, 0];
  // Places of some 5 s apart: far enough that their errors of 3 m do not matter.
  for (let i = 200; i < ferries.length; i += 200) {
    const [from, to] = [ferries[i - 200]!, ferries[i]!];
    way += greatCircle(from, to);
    time += (Date.parse(to.timestamp) - Date.parse(from.timestamp)) / 1000;
  }
  for (const { speed } of ferries) claimed += speed / ferries.length;
  assert.ok(Math.abs(way / time / claimed - 1) < 0.03, `${way / time} m/s, not ${claimed}`);
});
