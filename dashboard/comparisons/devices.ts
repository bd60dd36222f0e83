import { iotData } from "../../lib/feeds/mod.ts";
import {
  bucketsOf,
  type Comparison,
  type Comparisons,
  mean,
  numbers,
  same,
  sameSet,
  type Stored,
  withPast,
} from "./compared.ts";

const COLUMNS = {
  speed: "speed",
  measure1: "measure1",
  measure2: "measure2",
  duration: "duration_ms",
};

/** The means of all measured columns. */
function meansOf(rows: readonly Stored[]): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(COLUMNS).map(([name, column]) => [name, mean(numbers(rows, column))]),
  );
}

/** Rows by type of device, in the order of the types. */
function byType(rows: readonly Stored[]): [type: string, own: Stored[]][] {
  return [...Map.groupBy(rows, ({ device_type }) => device_type as string)]
    .toSorted(([a], [b]) => a < b ? -1 : 1);
}

const latest: Comparison = (shown, world) => {
  const rows = world.within(iotData, shown.from, shown.to);
  same(
    shown,
    byType(rows).map(([device_type, own]) => {
      const { timestamp, lat, lon, speed, measure1, measure2, sequence } = own.at(-1)!;
      return { device_type, time: timestamp, lat, lon, speed, measure1, measure2, sequence };
    }),
  );
};

const means: Comparison = (shown, world) => {
  const rows = world.within(iotData, shown.start, shown.to);
  const expected = bucketsOf(shown).flatMap((at) => {
    const own = rows.filter(({ timestamp }) => timestamp >= at && timestamp < at + shown.step);
    return byType(own).map(([device_type, some]) => ({
      timestamp: at,
      device_type,
      ...meansOf(some),
    }));
  });
  sameSet(shown, expected, ["timestamp", "device_type"]);
};

export const devicesComparisons: Comparisons = {
  "devices/totals": (shown, world) => {
    const totals = (from: number, to: number) => {
      const rows = world.within(iotData, from, to);
      return { records: rows.length, ...meansOf(rows) };
    };
    same(shown, withPast(shown, totals, "records"));
  },
  "devices/positions": latest,
  "devices/latest": latest,
  "devices/speed": means,
  "devices/measure1": means,
  "devices/measure2": means,
  "devices/types": (shown, world) => {
    const rows = world.within(iotData, shown.from, shown.to);
    same(
      shown,
      byType(rows).map(([device_type, own]) => ({
        device_type,
        records: own.length,
        ...meansOf(own),
      })),
    );
  },
};
