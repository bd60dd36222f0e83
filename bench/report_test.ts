import assert from "node:assert/strict";
import type { Bench, Way } from "./bench.ts";
import type { Figures } from "./measure.ts";
import { describeVerdict, jsonOf, tableOf, verdictsOf } from "./report.ts";

const bench = { name: "encoder", unit: "rows", summary: "" } as Bench;

function figures(way: Partial<Way>, more: Partial<Figures> = {}): Figures {
  return {
    way: { name: "ours", run() {}, ...way },
    count: 1000,
    perSecond: 28_123,
    slowest: 20_456,
    fastest: 31_789,
    perCpuSecond: 50_555,
    bytesPerSecond: undefined,
    engineMicros: {},
    peakBytes: 523e6,
    ratio: undefined,
    ...more,
  };
}

Deno.test("verdictsOf() judges every target, also exactly at the limit", () => {
  const ways = [
    figures({ perSecond: 30_000, megabytes: 600 }),
    figures({ perSecond: 28_123, megabytes: 523 }),
    figures({ name: "peer", ratio: 5 }, { ratio: 4.99 }),
    figures({ name: "peer", ratio: 5 }, { ratio: 5 }),
    figures({ name: "no target" }, { ratio: 0.2 }),
  ];
  const verdicts = verdictsOf([{ bench, ways }]);
  const short = verdicts.map(({ kind, wanted, met }) => [kind, wanted, met]);
  assert.deepEqual(short, [
    ["speed", 30_000, false],
    ["memory", 600, true],
    ["speed", 28_123, true],
    ["memory", 523, true],
    ["ratio", 5, false],
    ["ratio", 5, true],
  ]);
  assert.deepEqual(verdicts.slice(0, 2).map(describeVerdict), [
    "missed  encoder: ours, at least 30000 a second on 2 cores: 28100",
    "met     encoder: ours, at most 600 MB resident: 523",
  ]);
  assert.equal(
    describeVerdict(verdicts[4]!),
    "missed  encoder: at least 5 times as fast as peer: 4.99",
  );
});

Deno.test("tableOf() shows three digits and leaves out what was not measured", () => {
  const [row] = tableOf([{ bench, ways: [figures({}, { engineMicros: { kafka: 1.2345 } })] }]);
  assert.equal(row!["per second"], 28_100);
  assert.equal(row!["slowest–fastest"], "20500–31800");
  assert.equal(row!["Kafka µs"], 1.23);
  assert.equal(row!["QuestDB µs"], undefined);
  assert.equal(row!["ours is"], undefined);
});

Deno.test("jsonOf() keeps the figures and names the ways", () => {
  const json = JSON.parse(JSON.stringify(jsonOf([{ bench, ways: [figures({ name: "ours" })] }])));
  assert.equal(json.encoder.unit, "rows");
  assert.equal(json.encoder.ways[0].name, "ours");
  assert.equal(json.encoder.ways[0].perSecond, 28_123);
});
