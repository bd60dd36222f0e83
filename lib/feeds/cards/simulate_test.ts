import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { greatCircle } from "../../simulators/great_circle.ts";
import { tally } from "../../simulators/testing.ts";
import { CATEGORIES } from "./merchants.ts";
import { simulatedPurchases } from "./simulate.ts";

const START = Date.parse("2026-05-13T00:00:00Z");
const all = simulatedPurchases(seeded(1), START).take(40_000).toArray();
const own = all.filter(({ stolen }) => !stolen).map(({ record }) => record);
const distance = (record: typeof own[number]) =>
  greatCircle(
    { lat: record.lat!, lon: record.lon! },
    { lat: record.merch_lat, lon: record.merch_long },
  );

Deno.test("simulated amounts are log-normal by category, with the declared medians and spreads", () => {
  for (const { category, median, sigma } of CATEGORIES) {
    const logs = own.filter((record) => record.category === category).map(({ amt }) =>
      Math.log(amt)
    );
    assert.ok(logs.length > 150, category);
    const mean = logs.reduce((a, b) => a + b) / logs.length;
    const spread = Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / logs.length);
    // Each card has its own level, whose logarithm has a standard deviation of 0.3.
    assert.ok(Math.abs(mean - Math.log(median)) < 0.2, `${category}: ${Math.exp(mean)}`);
    assert.ok(Math.abs(spread / Math.hypot(sigma, 0.3) - 1) < 0.2, `${category}: ${spread}`);
  }
});

Deno.test("simulated cards are used near their homes; stolen ones quickly and far away", () => {
  const cards = tally(own, ({ cc_num }) => cc_num);
  assert.equal(cards.size, 400);
  assert.ok(own.every((record) => distance(record) < 60_000));
  assert.equal(new Set(own.map(({ merchant }) => merchant)).size, 24 * CATEGORIES.length);
  const stolen = all.filter(({ stolen }) => stolen).map(({ record }) => record);
  assert.ok(stolen.length / all.length > 0.01 && stolen.length / all.length < 0.05);
  assert.ok(stolen.every((record) => distance(record) > 900_000));
  const days = (Date.parse(own.at(-1)!.timestamp) - START) / 86_400_000;
  assert.ok(Math.abs(own.length / days / 2400 - 1) < 0.1, `${own.length / days} a day`);
  assert.equal(new Set(all.map(({ record }) => record.trans_num)).size, all.length);
});
