import assert from "node:assert/strict";
import { taxiTrips } from "../../lib/feeds/mod.ts";
import {
  bucketsOf,
  type Comparisons,
  mean,
  numbers,
  same,
  sameSet,
  type Shown,
  type Stored,
  sum,
  withPast,
  type World,
} from "./compared.ts";

const HOUR = 3_600_000;
/** Length of the windows `taxi_fare_5s`. */
const WINDOW = 5000;

/** Demand, forecast and scores of a long history: `pages/taxi/taxi_integration_test.ts`. */
export const taxiComparisons: Comparisons = {
  "taxi/totals": (shown, world) => {
    const totals = (from: number, to: number) => {
      const rows = world.within(taxiTrips, from, to);
      const fares = numbers(rows, "fare");
      return {
        trips: rows.length,
        fares: sum(fares),
        mean_fare: mean(fares),
        tips: sum(numbers(rows, "tips")),
        total: sum(numbers(rows, "trip_total")),
      };
    };
    same(shown, withPast(shown, totals, "trips"));
  },
  // The table of the window's engine holds all of them: only those that were over at the end count.
  "taxi/fares": (shown, world) => {
    const trips = world.within(taxiTrips, shown.start, shown.to)
      .filter(({ timestamp }) => Math.floor(timestamp / WINDOW) * WINDOW + WINDOW <= shown.to);
    const expected = bucketsOf(shown).flatMap((at) => {
      const own = trips.filter(({ timestamp }) => timestamp >= at && timestamp < at + shown.step);
      return (["fare", "tips"] as const).map((column) => ({
        timestamp: at,
        series: `${column === "fare" ? "fares" : "tips"}, windows of Deno`,
        dollars: sum(numbers(own, column)) ?? 0,
      }));
    });
    sameSet(shown, trips.length > 0 ? expected : [], ["timestamp", "series"]);
  },
  "taxi/hot_spots": (shown, world) => {
    const rows = world.within(taxiTrips, shown.from, shown.to)
      .filter((row) => row.pickup_community_area !== null);
    sameSet(
      shown,
      byArea(rows).map(([area, own]) => ({
        area,
        trips: own.length,
        latitude: mean(numbers(own, "pickup_centroid_latitude")),
        longitude: mean(numbers(own, "pickup_centroid_longitude")),
      })),
      ["area"],
    );
    const trips = shown.rows.map((row) => Number(row.trips));
    assert.deepEqual(trips, trips.toSorted((a, b) => b - a));
  },
  "taxi/areas": (shown, world) => {
    const rows = world.within(taxiTrips, shown.from, shown.to);
    sameSet(
      shown,
      byArea(rows).map(([area, own]) => ({
        area: area === null ? "not known" : `area ${area}`,
        trips: own.length,
        share: Math.round(1000 * own.length / rows.length) / 1000,
        mean_fare: mean(numbers(own, "fare")),
        mean_miles: mean(numbers(own, "trip_miles")),
      })),
      ["area"],
    );
    const trips = shown.rows.map((row) => Number(row.trips));
    assert.deepEqual(trips, trips.toSorted((a, b) => b - a));
  },
  "taxi/demand": (shown, world) =>
    same(
      shown,
      wholeHours(shown, world).map(({ at, trips }) => ({ time: at, value: trips })),
    ),
  "taxi/forecast": (shown, world) => {
    const { length } = wholeHours(shown, world);
    if (length === 0) return same(shown, []);
    assert.match(
      String(shown.rows[0]!.text),
      new RegExp(`^A forecast needs 73 whole .+; there (is|are) ${length}\\.$`),
    );
  },
  "taxi/scores": (shown) => {
    assert.deepEqual(shown.rows, []);
    assert.equal(shown.trouble?.message, "No model was judged");
  },
};

function byArea(rows: readonly Stored[]): [number | null, Stored[]][] {
  return [...Map.groupBy(rows, (row) => row.pickup_community_area as number | null)];
}

/** Trips in each hour of four weeks up to the range's end; the hour of the newest trip is not over. */
function wholeHours({ to }: Shown, world: World): { at: number; trips: number }[] {
  const newest = world.all(taxiTrips).at(-1)!.timestamp;
  const end = Math.min(Math.floor(to / HOUR), Math.floor(newest / HOUR)) * HOUR;
  const rows = world.within(taxiTrips, Math.floor(to / HOUR) * HOUR - 28 * 24 * HOUR, end);
  if (rows.length === 0) return [];
  const first = Math.floor(rows[0]!.timestamp / HOUR) * HOUR;
  return Array.from({ length: (end - first) / HOUR }, (_, i) => {
    const at = first + i * HOUR;
    return {
      at,
      trips: rows.filter(({ timestamp }) => timestamp >= at && timestamp < at + HOUR).length,
    };
  });
}
