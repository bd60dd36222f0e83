import type { Random } from "../../random.ts";
import { LAST_NAMES } from "../../simulators/names.ts";
import { CITIES, type City } from "./cities.ts";

/** What is bought, and for how much. */
export interface Category {
  category: string;
  /** What its merchants are called after their owner. */
  shop: string;
  /** Median amount in dollars, and the standard deviation of its logarithm. */
  median: number;
  sigma: number;
  /** Share of the purchases. */
  share: number;
  /** Share of what is bought with stolen cards. */
  stolen: number;
}

function kind(
  category: string,
  shop: string,
  numbers: [median: number, sigma: number, share: number, stolen: number],
): Category {
  const [median, sigma, share, stolen] = numbers;
  return { category, shop, median, sigma, share, stolen };
}

export const CATEGORIES: readonly Category[] = [
  kind("groceries", "Market", [45, 0.6, 0.22, 0.05]),
  kind("fuel", "Fuel", [40, 0.35, 0.13, 0.1]),
  kind("restaurants", "Kitchen", [28, 0.6, 0.2, 0]),
  kind("transport", "Cabs", [14, 0.5, 0.1, 0]),
  kind("clothing", "Outfitters", [55, 0.7, 0.08, 0.15]),
  kind("home", "Hardware", [60, 0.8, 0.07, 0.05]),
  kind("health", "Pharmacy", [32, 0.7, 0.07, 0]),
  kind("entertainment", "Theatre", [36, 0.5, 0.05, 0]),
  kind("electronics", "Electronics", [150, 0.8, 0.04, 0.4]),
  kind("jewelry", "Jewelers", [210, 0.8, 0.01, 0.25]),
  kind("travel", "Travel", [240, 0.7, 0.03, 0]),
];

/** A merchant, within about 15 km of its city's place. */
export interface Merchant {
  merchant: string;
  kind: Category;
  city: City;
  lat: number;
  lon: number;
}

/** A merchant of each category in each city; no two have the same name. */
export function merchantsOf(random: Random): Merchant[] {
  return CATEGORIES.flatMap((kind) => {
    const owners = [...LAST_NAMES];
    return CITIES.map((city) => {
      const [owner] = owners.splice(random.int(0, owners.length - 1), 1);
      return { merchant: `${owner} ${kind.shop}`, kind, city, ...near(random, city) };
    });
  });
}

/** A place in or around a city. */
export function near(random: Random, { lat, lon }: City): { lat: number; lon: number } {
  const around = (degrees: number) => Number((degrees + 0.06 * random.normal()).toFixed(6));
  return { lat: around(lat), lon: around(lon) };
}
