import type { Random } from "../../random.ts";
import { FIRST_NAMES, LAST_NAMES, NOUNS } from "../../simulators/names.ts";
import { sampler } from "../../simulators/sampler.ts";
import { CITIES, type City } from "./cities.ts";
import type { CardTransaction } from "./card_transactions.ts";
import { CATEGORIES, near } from "./merchants.ts";

/** A card with its owner, where they live and what they buy. */
export interface Cardholder {
  /** The fields that all of its records share. */
  fields: Pick<
    CardTransaction,
    | "cc_num"
    | "first"
    | "last"
    | "gender"
    | "street"
    | "city"
    | "state"
    | "zip"
    | "lat"
    | "lon"
    | "city_pop"
    | "job"
    | "dob"
  >;
  home: City;
  /** How often it is used, in proportion to the others. */
  weight: number;
  /** Its amounts, as a multiple of the usual. */
  spending: number;
  /** Weight of each category. */
  habits: number[];
}

const JOBS = [
  ..."Accountant Architect Baker Carpenter Chemist Cook Dentist Electrician Farmer Gardener".split(
    " ",
  ),
  ..."Geologist Journalist Librarian Mechanic Musician Nurse Pilot Plumber Surveyor Teacher".split(
    " ",
  ),
];

/** Cards of made-up people; more of them live in larger cities. */
export function cardholdersOf(random: Random, count: number): Cardholder[] {
  const homeOf = sampler(CITIES.map(({ population }) => Math.sqrt(population)));
  const numbers = new Set<string>();
  while (numbers.size < count) {
    // No bank's: numbers that begin with 9 are left to national bodies (ISO/IEC 7812-1).
    numbers.add(`999999${String(random.int(0, 9_999_999_999)).padStart(10, "0")}`);
  }
  return [...numbers].map((cc_num) => {
    const home = CITIES[homeOf(random)]!;
    const { city, state, zip, population } = home;
    const two = (low: number, high: number) => String(random.int(low, high)).padStart(2, "0");
    const fields = {
      cc_num,
      first: random.pick(FIRST_NAMES),
      last: random.pick(LAST_NAMES),
      gender: random.next() < 0.5 ? "F" : "M",
      street: `${random.int(1, 9999)} ${capital(random.pick(NOUNS))} Street`,
      ...{ city, state, zip, ...near(random, home), city_pop: population },
      job: random.pick(JOBS),
      dob: `${random.int(1945, 2004)}-${two(1, 12)}-${two(1, 28)}`,
    };
    const habits = CATEGORIES.map(({ share }) => share * random.exponential(1));
    const weight = Math.exp(0.5 * random.normal());
    return { fields, home, weight, spending: Math.exp(0.3 * random.normal()), habits };
  });
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
