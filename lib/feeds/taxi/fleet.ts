import type { Random } from "../../random.ts";
import { hex } from "../../simulators/hex.ts";
import { sampler, zipf } from "../../simulators/sampler.ts";

/** A taxi and its company. */
export interface Taxi {
  /** 128 hexadecimal digits. */
  id: string;
  company: string;
}

/** Invented companies, the biggest first. Some names have commas or an apostrophe, as real ones do. */
const COMPANIES = [
  "Lantern Cab",
  "Prairie Star Taxi",
  "Harbor & Finch, Inc.",
  "Blue Heron Cab Co.",
  "Windmill Taxi Association",
  "Copper Line Cabs",
  "Northgate Drivers, LLC",
  "Comet Taxi",
  "O'Wren Brothers Cab",
  "Tern Street Taxi",
  "Six Bridges Cab",
  "Silver Otter Taxi",
  "Meadowlark Transit, LLC",
  "Juniper Cab Group",
  "Four Corners Taxi",
  "Old Mill Cab",
  "Beacon Hill Cars",
  "Night Owl Taxi",
  "Kestrel Cab, Inc.",
  "Little Dune Taxi",
];

/** Invents the taxis of a city, each owned by one company. */
export function taxiFleet(random: Random, size = 1_800): readonly Taxi[] {
  const company = sampler(zipf(COMPANIES.length, 0.9));
  return Array.from({ length: size }, () => ({
    id: hex(random, 128),
    company: COMPANIES[company(random)]!,
  }));
}
