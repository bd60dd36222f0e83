import assert from "node:assert/strict";
import { describeVerdict } from "../report.ts";
import type { EngineRun, Who } from "./engines.ts";
import { costTable, engineTable, latencyOf, windowVerdicts } from "./report.ts";

function runs(who: Who, laps: [seconds: number, cpuSeconds: number, peakBytes?: number][]) {
  return laps.map(([seconds, cpuSeconds, peakBytes]): EngineRun => ({
    who,
    events: 1_000_000,
    rows: 10_000,
    seconds,
    cpuSeconds,
    peakBytes,
  }));
}

const engines = [
  ...runs("deno", [[5, 4.5, 250e6], [6.25, 5, 290e6], [6.5, 6, 270e6]]),
  ...runs("flink, warm", [[8, 30], [10, 40]]),
  ...runs("plain flink, warm", [[8, 5.5]]),
];

Deno.test("engines are compared by their medians, their memory by its peak", () => {
  const [deno, flink] = engineTable(engines);
  assert.deepEqual(deno, {
    who: "deno",
    runs: 3,
    events: 1_000_000,
    rows: 10_000,
    "events/s": 160_000,
    "events per CPU-second": 200_000,
    "CPU-seconds per million": 5,
    "peak MB": 290,
  });
  assert.deepEqual([flink!["CPU-seconds per million"], flink!["peak MB"]], [35, undefined]);
});

Deno.test("the targets of windows are judged, those that are missed too", () => {
  const waits = Array.from({ length: 200 }, (_, i) => i < 197 ? 100 : 1500);
  const verdicts = windowVerdicts({ engines, waits, trips: [], costs: [] });
  assert.deepEqual(verdicts.map(describeVerdict), [
    "met     windows: deno, at least 150000 a second on 2 cores: 160000",
    "met     windows: at most 0.9 of the CPU time of flink, warm: 0.143",
    "missed  windows: at most 0.9 of the CPU time of plain flink, warm: 0.909",
    "met     windows: deno, at most 300 MB resident: 290",
    "missed  windows: final rows, 99th percentile, at most 1 s: 1.5",
  ]);
});

Deno.test("latencyOf() takes the 99th percentile by nearest rank", () => {
  const waits = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.deepEqual(latencyOf(waits), { median: 51, p99: 99 });
  assert.deepEqual(latencyOf([7]), { median: 7, p99: 7 });
});

Deno.test("costTable() has three digits", () => {
  const cost = { events: 100, keys: 10, rows: 10, micros: 5.4321, perSecond: 123_456 };
  assert.deepEqual(costTable([cost]), [
    { events: 100, keys: 10, rows: 10, "CPU µs per event": 5.43, "events/s": 123_000 },
  ]);
});
