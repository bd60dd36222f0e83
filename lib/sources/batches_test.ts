import assert from "node:assert/strict";
import { taxiTrips } from "../feeds/taxi/taxi_trips.ts";
import { Batches } from "./batches.ts";

const file = { path: "trips.csv", modified: "2026-01-01T00:00:00.000Z" };

Deno.test("Batches closes a batch when it is full, and returns the rest at the end", () => {
  const batches = new Batches(taxiTrips, { file, batchSize: 2 });
  assert.deepEqual(batches.full(), []);
  for (let i = 1; i <= 5; i++) batches.add({ i }, 10 * i);
  const full = batches.full(0.5);
  assert.deepEqual(full.map(({ lines, progress }) => [lines, progress]), [
    [[10, 20], 0.5],
    [[30, 40], 0.5],
  ]);
  batches.reject({ field: "fare", value: "x", reason: "expected a number" }, {
    line: 60,
    raw: "x",
  });
  assert.deepEqual(batches.rest(1), [{
    stream: taxiTrips,
    source: "trips.csv",
    modified: file.modified,
    records: [{ i: 5 }],
    lines: [50],
    rejected: [{
      stream: taxiTrips,
      source: "trips.csv",
      line: 60,
      field: "fare",
      value: "x",
      reason: "expected a number",
      time: file.modified,
      raw: "x",
    }],
    progress: 1,
  }]);
  assert.deepEqual(batches.rest(1), []);
});

Deno.test("Batches keeps at most 64 KiB of a rejected row, and 200 characters of a value", () => {
  const batches = new Batches(taxiTrips, { file });
  for (const raw of ["x".repeat(70_000), "🚕".repeat(30_000)]) {
    batches.reject({ value: raw, reason: "too long" }, { line: 1, raw });
  }
  const [batch] = batches.rest();
  assert.deepEqual(batch!.rejected.map(({ raw }) => new TextEncoder().encode(raw).length), [
    65_536,
    65_536,
  ]);
  assert.equal(batch!.rejected[0]!.value.length, 200);
});

Deno.test("Batches rejects with the current time if the file has none", () => {
  const before = Date.now();
  const batches = new Batches(taxiTrips, { file: { path: "-" } });
  batches.reject({ reason: "is bad" }, { line: 1, raw: "x" });
  const time = Date.parse(batches.rest()[0]!.rejected[0]!.time);
  assert.ok(time >= before && time <= Date.now());
});
