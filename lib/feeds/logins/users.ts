import type { Random } from "../../random.ts";
import { sampler } from "../../simulators/sampler.ts";
import { uuid } from "../../simulators/uuid.ts";
import { homeAddress } from "./addresses.ts";
import { STATES } from "./states.ts";

/** A user of the app. All devices of one are of the same maker. */
export interface LoginUser {
  id: string;
  locale: string;
  devices: readonly Device[];
  home: string;
  /** How often this user logs in, compared with others; 1 on average. */
  activity: number;
}

/** A phone with the app. */
export interface Device {
  id: string;
  app_version: string;
}

/** The versions of the app in use, and their shares. */
const VERSIONS = { "3.1.0": 38, "3.0.4": 27, "3.0.0": 12, "2.9.1": 11, "2.7.3": 8, "1.12.0": 4 };
const STATE_NAMES = Object.keys(STATES);
const drawState = sampler(Object.values(STATES));
const drawVersion = sampler(Object.values(VERSIONS));

/** A device with a version of the app. */
export function someDevice(random: Random): Device {
  return { id: uuid(random), app_version: Object.keys(VERSIONS)[drawVersion(random)]! };
}

/** A state, the populous ones more often. */
export function someState(random: Random): string {
  return STATE_NAMES[drawState(random)]!;
}

/** As many users as wanted, at least one from each state if there are 50. */
export function someUsers(random: Random, count: number): LoginUser[] {
  return Array.from({ length: count }, (_, i) => ({
    id: uuid(random),
    locale: STATE_NAMES[i] ?? someState(random),
    devices: Array.from({ length: 1 + random.weighted([70, 25, 5]) }, () => someDevice(random)),
    home: homeAddress(random),
    activity: Math.exp(0.4 * random.normal() - 0.08),
  }));
}
