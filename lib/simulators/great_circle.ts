/** A place on the earth, in degrees (WGS84). */
export interface Place {
  lat: number;
  lon: number;
}

/** The earth's mean radius in metres (IUGG). */
const METRES = 6_371_008.8;
const RADIANS = Math.PI / 180;

/**
 * The distance of two places along a great circle, by the haversine formula.
 * Source: Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984).
 *
 * @param radius The earth's radius, in the unit of the result. @default in metres
 */
export function greatCircle(from: Place, to: Place, radius: number = METRES): number {
  const half = (x: number, y: number) => Math.sin((y - x) * RADIANS / 2) ** 2;
  const h = half(from.lat, to.lat) +
    Math.cos(from.lat * RADIANS) * Math.cos(to.lat * RADIANS) * half(from.lon, to.lon);
  return 2 * radius * Math.asin(Math.sqrt(h));
}
