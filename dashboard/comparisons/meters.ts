import { smartMeters } from "../../lib/feeds/mod.ts";
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

const DAY = 86_400_000;

export const metersComparisons: Comparisons = {
  "meters/totals": (shown, world) => {
    const totals = (from: number, to: number) => {
      const rows = world.within(smartMeters, from, to);
      const faulty = rows.filter(({ status }) => status === "Faulty").length;
      const used = sum(numbers(rows, "energy_consumption"));
      return {
        meters: new Set(rows.map(({ device_id }) => device_id)).size,
        readings: rows.length,
        consumption: used === null ? null : used / 1000,
        voltage: mean(numbers(rows, "voltage")),
        faulty: rows.length === 0 ? null : faulty / rows.length,
      };
    };
    same(shown, withPast(shown, totals, "readings"));
  },
  "meters/consumption": (shown, world) => {
    const expected = bucketsOf(shown).map((timestamp) => ({
      timestamp,
      consumption: (sum(numbers(inBucket(shown, world, timestamp), "energy_consumption")) ?? 0) /
        (shown.step / 1000),
    }));
    same(shown, world.within(smartMeters, shown.start, shown.to).length > 0 ? expected : []);
  },
  "meters/status": (shown, world) => {
    const expected = bucketsOf(shown).flatMap((timestamp) =>
      [...Map.groupBy(inBucket(shown, world, timestamp), ({ status }) => status)]
        .map(([status, own]) => ({ timestamp, status, readings: own.length }))
    );
    sameSet(shown, expected, ["timestamp", "status"]);
  },
  "meters/voltage": (shown, world) => {
    const expected = bucketsOf(shown).flatMap((timestamp) => {
      const volts = numbers(inBucket(shown, world, timestamp), "voltage");
      if (volts.length === 0) return [];
      return Object.entries({
        highest: Math.max(...volts),
        mean: mean(volts),
        lowest: Math.min(...volts),
      }).map(([series, voltage]) => ({ timestamp, series, voltage }));
    });
    sameSet(shown, expected, ["timestamp", "series"]);
  },
  "meters/silent": (shown, world) => {
    const meters = byMeter(world.within(smartMeters, shown.to - DAY, shown.to)).map(
      ([device_id, own]) => {
        const newest = own.at(-1)!.timestamp;
        const gaps = own.slice(1).map(({ timestamp }, i) => timestamp - own[i]!.timestamp);
        return { device_id, newest, readings: own.length, gap: mean(gaps) };
      },
    );
    const all = mean(meters.flatMap(({ gap }) => gap ?? []));
    const expected = meters.map(({ gap, ...meter }) => ({
      ...meter,
      usual: gap ?? all,
      silent: shown.to - meter.newest,
    })).filter(({ usual, silent }) => usual !== null && silent > 3 * usual)
      .toSorted((a, b) => a.newest - b.newest || (a.device_id < b.device_id ? -1 : 1));
    same(shown, expected.slice(0, 20));
  },
  "meters/faulty": (shown, world) => {
    const expected = byMeter(world.within(smartMeters, shown.from, shown.to)).map(
      ([device_id, own]) => ({
        device_id,
        mark_model: own.at(-1)!.mark_model,
        readings: own.length,
        faulty: own.filter(({ status }) => status === "Faulty").length,
        status: own.at(-1)!.status,
      }),
    ).filter(({ faulty }) => faulty > 0)
      .toSorted((a, b) => b.faulty - a.faulty || (a.device_id < b.device_id ? -1 : 1));
    same(shown, expected.slice(0, 10));
  },
};

function inBucket({ to, step }: Shown, world: World, at: number): readonly Stored[] {
  return world.within(smartMeters, at, Math.min(at + step, to));
}

function byMeter(rows: readonly Stored[]): [string, Stored[]][] {
  return [...Map.groupBy(rows, ({ device_id }) => device_id as string)];
}
