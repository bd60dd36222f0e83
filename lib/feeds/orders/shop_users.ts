import type { Random } from "../../random.ts";
import { FIRST_NAMES, LAST_NAMES } from "../../simulators/names.ts";
import { Popular } from "../../simulators/popular.ts";

/** A customer of the shop. */
export interface ShopUser {
  id: string;
  first_name: string;
  last_name: string;
  /** Quarter of the town. */
  residence: string;
  /** Degrees, WGS84. */
  lat: number;
  lon: number;
}

/** Quarters of an invented town west of Chicago, and their offsets from its centre in degrees. */
const QUARTERS: readonly [name: string, north: number, east: number][] = [
  ["Old Mill", 0, 0],
  ["Station Row", 0.012, 0.008],
  ["Lower Orchard", -0.018, 0.011],
  ["Upper Orchard", -0.03, 0.02],
  ["Brickyard", 0.021, -0.025],
  ["Canal Side", 0.004, 0.034],
  ["Poplar Hill", 0.035, 0.015],
  ["West Meadow", -0.008, -0.04],
];
/** The middle of the town. */
export const MIDDLE = { lat: 41.85, lon: -88.2 };

/** Rounds a coordinate to about ten centimetres. */
export function degrees(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Invents a user who lives in one of the quarters of the town. */
export function shopUser(random: Random, id: string): ShopUser {
  const [residence, north, east] = random.pick(QUARTERS);
  return {
    id,
    first_name: random.pick(FIRST_NAMES),
    last_name: random.pick(LAST_NAMES),
    residence,
    lat: degrees(MIDDLE.lat + north + 0.006 * random.normal()),
    lon: degrees(MIDDLE.lon + east + 0.008 * random.normal()),
  };
}

/** Invents users, numbered from 1. */
export function shopUsers(random: Random, count = 300): ShopUser[] {
  return Array.from({ length: count }, (_, i) => shopUser(random, String(i + 1)));
}

/** Users of whom some order more often than others. */
export function popularUsers(users: readonly ShopUser[]): Popular<ShopUser> {
  return new Popular(users, 0.5);
}
