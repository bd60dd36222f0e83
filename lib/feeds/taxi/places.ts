/** Where simulated taxis go: 77 areas at invented points, some of them much busier than others. */
import { greatCircle, type Place } from "../../simulators/great_circle.ts";

/** A place as the portal writes it: the centre of an area or of a census tract. */
export interface TaxiPlace {
  /** Community area, 1 to 77. */
  area: number;
  /** Census tract, if known. */
  tract: number | null;
  /** Degrees, WGS84. */
  latitude: number;
  longitude: number;
  /** The same as text: `POINT (-87.63 41.9)` */
  location: string;
}

const AREAS = 77;

/** Shares of pickups in percent: two airports (76, 56), the centre (8, 32, 28), the north side (6). The other areas share the rest. */
const BUSY: Record<number, number> = { 8: 24, 32: 17, 76: 13, 28: 9, 6: 4, 33: 3.4, 7: 3, 56: 2.5 };

/** Approximate positions of the busy areas, so that rides between them have a realistic length. */
const KNOWN: Record<number, [latitude: number, longitude: number]> = {
  6: [41.94, -87.65],
  7: [41.92, -87.65],
  8: [41.9, -87.63],
  28: [41.87, -87.66],
  32: [41.88, -87.63],
  33: [41.86, -87.62],
  56: [41.79, -87.77],
  76: [41.98, -87.9],
};

function place(area: number, at: [number, number], tract: number | null): TaxiPlace {
  const [latitude, longitude] = at.map((degrees) => Math.round(degrees * 1e9) / 1e9) as typeof at;
  return { area, tract, latitude, longitude, location: `POINT (${longitude} ${latitude})` };
}

/** Rows of seven from north to south; the lake's shore runs from north-west to south-east. */
function pointOf(area: number): [number, number] {
  const row = Math.floor((area - 1) / 7), column = (area - 1) % 7;
  const east = -87.66 + row * 0.012, west = -87.8;
  // Multiples of the golden ratio spread evenly, so no two areas end in the same digits.
  const nudge = ((area * 0.618033989) % 1 - 0.5) * 0.008;
  return [42.01 - row * 0.034 + nudge, west + (east - west) * column / 6 + nudge];
}

/** `PLACES[area - 1]`: the area's centre, then two of its census tracts. */
export const PLACES: readonly (readonly TaxiPlace[])[] = Array.from({ length: AREAS }, (_, i) => {
  const area = i + 1;
  const [latitude, longitude] = KNOWN[area] ?? pointOf(area);
  // Cook County is 17031; then come four digits for the tract and two for its part.
  const tract = 17_031_000_000 + area * 10_000;
  return [
    place(area, [latitude, longitude], null),
    place(area, [latitude + 0.0041, longitude - 0.0036], tract + 100),
    place(area, [latitude - 0.0037, longitude + 0.0029], tract + 200),
  ];
});

/** Share of trips that start in each area, in percent: `AREA_WEIGHTS[area - 1]`. */
export const AREA_WEIGHTS: readonly number[] = (() => {
  const left = 100 - Object.values(BUSY).reduce((sum, share) => sum + share, 0);
  const others = Array.from({ length: AREAS }, (_, i) => BUSY[i + 1] ? 0 : 1 + (i * 7) % 10);
  const sum = others.reduce((total, weight) => total + weight, 0);
  return others.map((weight, i) => BUSY[i + 1] ?? weight / sum * left);
})();

/** Miles as the crow flies between two areas' centres; the earth's radius is 3,958.8 miles. */
export function milesBetween(from: number, to: number): number {
  return greatCircle(placeOf(from), placeOf(to), 3958.8);
}

function placeOf(area: number): Place {
  const { latitude: lat, longitude: lon } = PLACES[area - 1]![0]!;
  return { lat, lon };
}
