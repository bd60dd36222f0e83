/** Where simulated taxis go: 77 areas at points of our own, some of them much busier than others. */

/** A place as the portal gives it: an area's middle, or a census tract's. */
export interface Place {
  /** Community area, 1 to 77. */
  area: number;
  /** Census tract, where one is told. */
  tract: number | null;
  /** Degrees, WGS84. */
  latitude: number;
  longitude: number;
  /** The same as text: `POINT (-87.63 41.9)` */
  location: string;
}

const AREAS = 77;

/** Shares of pickups in percent: two airports (76, 56), the centre (8, 32, 28), the north side (6). The rest share what is left. */
const BUSY: Record<number, number> = { 8: 24, 32: 17, 76: 13, 28: 9, 6: 4, 33: 3.4, 7: 3, 56: 2.5 };

/** Roughly where the busy ones lie, so that rides between them have a true length. */
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

function place(area: number, at: [number, number], tract: number | null): Place {
  const [latitude, longitude] = at.map((degrees) => Math.round(degrees * 1e9) / 1e9) as typeof at;
  return { area, tract, latitude, longitude, location: `POINT (${longitude} ${latitude})` };
}

/** Rows of seven from north to south; the lake's shore runs from north-west to south-east. */
function pointOf(area: number): [number, number] {
  const row = Math.floor((area - 1) / 7), column = (area - 1) % 7;
  const east = -87.66 + row * 0.012, west = -87.8;
  // The golden ratio's multiples spread evenly: no two areas end with the same digits.
  const nudge = ((area * 0.618033989) % 1 - 0.5) * 0.008;
  return [42.01 - row * 0.034 + nudge, west + (east - west) * column / 6 + nudge];
}

/** `PLACES[area - 1]`: the area's middle, then two of its census tracts. */
export const PLACES: readonly (readonly Place[])[] = Array.from({ length: AREAS }, (_, i) => {
  const area = i + 1;
  const [latitude, longitude] = KNOWN[area] ?? pointOf(area);
  // Cook County is 17031; then four digits of the tract and two of its part.
  const tract = 17_031_000_000 + area * 10_000;
  return [
    place(area, [latitude, longitude], null),
    place(area, [latitude + 0.0041, longitude - 0.0036], tract + 100),
    place(area, [latitude - 0.0037, longitude + 0.0029], tract + 200),
  ];
});

/** How many trips begin in each area: `AREA_WEIGHTS[area - 1]`, in percent. */
export const AREA_WEIGHTS: readonly number[] = (() => {
  const left = 100 - Object.values(BUSY).reduce((sum, share) => sum + share, 0);
  const others = Array.from({ length: AREAS }, (_, i) => BUSY[i + 1] ? 0 : 1 + (i * 7) % 10);
  const sum = others.reduce((total, weight) => total + weight, 0);
  return others.map((weight, i) => BUSY[i + 1] ?? weight / sum * left);
})();

/** Miles as the crow flies between two areas' middles (haversine; the earth's radius is 3,958.8 miles). */
export function milesBetween(from: number, to: number): number {
  const a = PLACES[from - 1]![0]!, b = PLACES[to - 1]![0]!;
  const radians = Math.PI / 180;
  const half = (x: number, y: number) => Math.sin((y - x) * radians / 2) ** 2;
  const h = half(a.latitude, b.latitude) +
    Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) *
      half(a.longitude, b.longitude);
  return 2 * 3958.8 * Math.asin(Math.sqrt(h));
}
