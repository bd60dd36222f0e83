import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { type TaxiTrip, taxiTrips } from "./taxi_trips.ts";
import { spreadOffset, type TaxiColumn, tripReader } from "./trip.ts";

/** Pearson's chi-square of offsets over 90 buckets of ten seconds each: 89 degrees of freedom. */
function chiSquare(ids: string[]): number {
  const buckets = Array<number>(90).fill(0);
  for (const id of ids) buckets[Math.floor(spreadOffset(id) / 10_000)]!++;
  const expected = ids.length / 90;
  return buckets.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

Deno.test("spreadOffset() fills the quarter hour evenly", () => {
  const random = seeded("ids");
  const hex = () => Array.from({ length: 40 }, () => random.int(0, 15).toString(16)).join("");
  const ids = Array.from({ length: 20_000 }, hex);
  // One in 1,800 truly even distributions exceeds 138.4 (chi-square, 89 degrees of freedom).
  assert.ok(chiSquare(ids) < 138.4, `ids of the portal's kind: ${chiSquare(ids)}`);
  const numbered = ids.map((_, i) => `trip-${i}`);
  assert.ok(chiSquare(numbered) < 138.4, `numbered ids: ${chiSquare(numbered)}`);
});

Deno.test("spreadOffset() is whole milliseconds below 15 minutes, the same for the same trip", () => {
  const offsets = Array.from({ length: 5000 }, (_, i) => spreadOffset(`${i}`));
  assert.ok(offsets.every((ms) => Number.isInteger(ms) && ms >= 0 && ms < 900_000));
  assert.ok(new Set(offsets).size > 4900, "few share a millisecond");
  assert.equal(spreadOffset("some trip"), spreadOffset("some trip"));
  // FNV-1a's published value for "foobar" is 0xbf9cf968; here it is mixed with big integers.
  const mixed = [[16n, 0x85ebca6bn], [13n, 0xc2b2ae35n], [16n, 1n]] as const;
  const hash = mixed.reduce(
    (hash, [shift, factor]) => BigInt.asUintN(32, (hash ^ (hash >> shift)) * factor),
    0xbf9cf968n,
  );
  assert.equal(spreadOffset("foobar"), Number(hash * 900_000n >> 32n));
});

Deno.test("tripReader() spreads a start by the trip's offset, across hours and years too", () => {
  const columns = Object.keys(taxiTrips.schema.properties).slice(1) as TaxiColumn[];
  const at = Object.fromEntries(columns.map((name, i) => [name, i])) as Record<TaxiColumn, number>;
  const read = tripReader(at, { time: "spread" });
  const last = Date.parse("9999-12-31T23:59:59.999Z"); // text of this form ends here
  const starts = [
    "2022-04-01T00:15:00",
    "2023-12-31T23:59:59.999",
    "1969-12-31T23:50:00",
    "9999-12-31T23:45:00",
    "9999-12-31T23:59:59",
  ];
  for (let i = 0; i < 600; i++) {
    const id = `trip-${i}`, start = starts[i % starts.length]!;
    const cells = columns.map((name) =>
      name === "trip_id" ? id : name === "trip_start_timestamp" ? start : ""
    );
    const moment = new Date(Math.min(Date.parse(`${start}Z`) + spreadOffset(id), last));
    assert.equal((read(cells) as TaxiTrip).event_timestamp, moment.toISOString());
  }
});
