import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { simulatedTrips } from "./simulate.ts";
import { chiSquare, tally } from "../../simulators/testing.ts";

/** Monday 2026-05-11 to Sunday 2026-05-17. */
const monday = Date.UTC(2026, 4, 11);
const trips = simulatedTrips(seeded(5), monday).take(139_000).toArray();
const share = (count: number) => count / trips.length;
const empty = (field: keyof typeof trips[number]) =>
  share(trips.filter((trip) => trip[field] === null).length);

/** Trips by day of the month and hour. */
const hours = tally(trips, ({ event_timestamp }) => event_timestamp.slice(8, 13));
const hour = (day: number, h: number) => hours.get(`${day}T${String(h).padStart(2, "0")}`) ?? 0;

Deno.test("simulatedTrips() yields about 20,000 trips a day", () => {
  const days = tally(trips, ({ event_timestamp }) => event_timestamp.slice(0, 10));
  const whole = [...days.values()].slice(0, 6);
  assert.equal(days.size, 7);
  for (const count of whole) assert(count > 17_000 && count < 24_500, `${count}`);
});

Deno.test("simulatedTrips() peaks in the morning and the evening of a workday, and on weekend nights", () => {
  for (const day of [11, 12, 13, 14, 15]) {
    assert(hour(day, 8) > hour(day, 10) && hour(day, 8) > 3 * hour(day, 5));
    const busiest = Math.max(...Array.from({ length: 24 }, (_, h) => hour(day, h)));
    assert([17, 18].some((h) => hour(day, h) === busiest));
    assert(hour(16, 0) > 3 * hour(day, 0), "Saturday's first hour beats a workday's");
    assert(hour(16, 23) > 2 * hour(day, 23));
  }
  assert(hour(17, 0) > 4 * hour(17, 5));
});

Deno.test("simulatedTrips() starts trips in the quarter hour of their event, and ends them no earlier", () => {
  for (const trip of trips) {
    const start = Date.parse(trip.trip_start_timestamp), at = Date.parse(trip.event_timestamp);
    assert(at >= start && at < start + 900_000);
    assert.match(trip.trip_start_timestamp, /:(00|15|30|45):00\.000Z$/);
    const end = Date.parse(trip.trip_end_timestamp!);
    assert.equal(end % 900_000, 0);
    assert(Math.abs(end - (at + trip.trip_seconds! * 1000)) < 900_000);
  }
});

Deno.test("simulatedTrips() starts most trips in the areas 8, 32, 76, 28 and 6", () => {
  const areas = [...tally(trips, ({ pickup_community_area }) => pickup_community_area)]
    .filter(([area]) => area !== null).sort((a, b) => b[1] - a[1]).map(([area]) => area);
  assert.deepEqual(areas.slice(0, 5), [8, 32, 76, 28, 6]);
  assert.equal(areas.length, 77);
});

Deno.test("simulatedTrips() has the payment types of the real 2022-04-01", () => {
  const real = new Map(Object.entries({
    "Cash": 6_832,
    "Credit Card": 6_605,
    "Mobile": 3_140,
    "Prcard": 1_770,
    "Unknown": 1_098,
    "Dispute": 6,
    "No Charge": 5,
  }));
  const seen = tally(trips, ({ payment_type }) => String(payment_type));
  assert(chiSquare(seen, real) < 22.46, `${chiSquare(seen, real)}`);
  const tipped = (type: string) => {
    const paid = trips.filter(({ payment_type }) => payment_type === type);
    return paid.filter(({ tips }) => Number(tips) > 0).length / paid.length;
  };
  assert(tipped("Credit Card") > 0.9 && tipped("Mobile") > 0.85);
  assert(tipped("Cash") < 0.03);
});

Deno.test("simulatedTrips() charges 3.25 plus 2.25 a mile plus waiting time, in quarters; the total is the sum in cents", () => {
  for (const { fare, tips, tolls, extras, trip_total, trip_miles, trip_seconds } of trips) {
    if (fare == null) continue;
    assert.equal(fare % 0.25, 0);
    // A fifth of the time is spent waiting.
    const exact = 3.25 + 2.25 * trip_miles! + 0.25 * (trip_seconds! / 5 / 36);
    assert(Math.abs(fare - exact) <= 0.1251, `${fare} for ${exact}`);
    const cents = [fare, tips, tolls, extras].map((dollars) => Math.round(dollars! * 100));
    assert.equal(trip_total, cents.reduce((a, b) => a + b) / 100);
  }
  const miles = trips.reduce((sum, trip) => sum + trip.trip_miles!, 0) / trips.length;
  assert(miles > 4 && miles < 8, `${miles}`);
});

Deno.test("simulatedTrips() has the gaps of real trips, about as often", () => {
  assert(Math.abs(empty("pickup_community_area") - 0.07) < 0.005);
  assert(Math.abs(empty("dropoff_community_area") - 0.1) < 0.005);
  assert(empty("pickup_census_tract") > 0.5 && empty("pickup_census_tract") < 0.7);
  assert(empty("fare") > 0 && empty("fare") < 0.001);
  for (const trip of trips) {
    const { pickup_community_area: area, pickup_centroid_location: point } = trip;
    assert.equal(area === null, point === null);
    assert.equal(trip.fare === null, trip.trip_total === null);
    assert(area !== null || trip.pickup_census_tract === null);
  }
});

Deno.test("simulatedTrips() gives each trip its own id, and each taxi one company", () => {
  assert.equal(new Set(trips.map(({ trip_id }) => trip_id)).size, trips.length);
  assert(trips.every(({ trip_id }) => /^[0-9a-f]{40}$/.test(trip_id)));
  assert(trips.every(({ taxi_id }) => /^[0-9a-f]{128}$/.test(taxi_id!)));
  const taxis = Map.groupBy(trips, ({ taxi_id }) => taxi_id);
  assert(taxis.size > 1_500 && taxis.size < 2_000);
  for (const driven of taxis.values()) {
    assert(driven.every((t) => t.company === driven[0]!.company));
  }
  const companies = [...tally(trips, ({ company }) => String(company)).keys()];
  assert(companies.some((name) => name.includes(",")));
});
