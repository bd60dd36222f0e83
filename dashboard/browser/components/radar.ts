/** Places around a middle, in kilometres: a town is flat enough. */

/** A place, degrees. */
export interface Place {
  lat: number;
  lon: number;
}

/** Kilometres of a degree of latitude. */
const DEGREE = 111.32;

/** East and north of the middle, in kilometres. */
export function offsetOf({ lat, lon }: Place, middle: Place): [east: number, north: number] {
  const shrink = Math.cos(middle.lat * Math.PI / 180);
  return [(lon - middle.lon) * DEGREE * shrink, (lat - middle.lat) * DEGREE];
}

/** The middle of places: each coordinate's median, so that a single far one does not move it. */
export function middleOf(places: readonly Place[]): Place {
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  return { lat: median(places.map(({ lat }) => lat)), lon: median(places.map(({ lon }) => lon)) };
}

/** Radii of two to five circles around the middle, the last one around everything, in kilometres. */
export function ringsAround(farthest: number): number[] {
  const wanted = Math.max(farthest, 0.05) / 4;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((step) =>
    step >= wanted * 0.999
  )!;
  const count = Math.max(2, Math.ceil(farthest / step - 1e-9));
  return Array.from({ length: count }, (_, i) => Number(((i + 1) * step).toPrecision(3)));
}
