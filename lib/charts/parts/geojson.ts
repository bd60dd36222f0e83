import { UsageError } from "../../errors.ts";

/** The part of a GeoJSON feature collection that is drawn: polygons with properties. */
export interface Areas {
  type: string;
  features: readonly Area[];
}

/** A feature: one area. */
export interface Area {
  type: string;
  properties: Record<string, unknown> | null;
  geometry: { type: string; coordinates: unknown } | null;
}

type Point = readonly [number, number];
type Ring = readonly Point[];

/** Twice the area inside a ring, positive where it runs against the clock. */
function turn(ring: Ring): number {
  let sum = 0;
  for (const [i, [x, y]] of ring.entries()) {
    const [x2, y2] = ring[(i + 1) % ring.length]!;
    sum += x * y2 - x2 * y;
  }
  return sum;
}

/** Leaves out points closer than `least` degrees to the one before. */
function thinned(ring: Ring, least: number): Ring {
  const kept: Point[] = [];
  for (const [i, point] of ring.entries()) {
    const before = kept.at(-1);
    const ends = i === 0 || i === ring.length - 1;
    if (ends || !before || Math.hypot(point[0] - before[0], point[1] - before[1]) >= least) {
      kept.push(point);
    }
  }
  return kept.length >= 4 ? kept : ring;
}

/**
 * Areas as Plot wants them: outer rings with the clock (RFC 7946 has them against it, and Plot
 * would fill the rest of the globe), and no more points than a picture shows.
 *
 * @param pixels Height of the picture.
 * @throws {UsageError} Where it is not a feature collection of polygons.
 */
export function outlines(geojson: Areas, pixels: number): Areas {
  if (!Array.isArray(geojson?.features)) {
    throw new UsageError(
      "Cannot draw areaMap: geojson is no feature collection: give its parsed JSON",
    );
  }
  const polygonsOf = ({ geometry }: Area): Ring[][] =>
    geometry?.type === "MultiPolygon"
      ? geometry.coordinates as Ring[][]
      : geometry?.type === "Polygon"
      ? [geometry.coordinates as Ring[]]
      : [];
  let [south, north] = [Infinity, -Infinity];
  for (const feature of geojson.features) {
    for (const [outer] of polygonsOf(feature)) {
      for (const [, y] of outer ?? []) [south, north] = [Math.min(south, y), Math.max(north, y)];
    }
  }
  const least = 0.5 * (north - south) / pixels;
  return {
    type: "FeatureCollection",
    features: geojson.features.map((feature) => ({
      ...feature,
      geometry: {
        type: "MultiPolygon",
        coordinates: polygonsOf(feature).map((rings) =>
          rings.map((ring, i) => {
            const clockwise = turn(ring) < 0;
            const thin = thinned(ring, least);
            return clockwise === (i === 0) ? thin : thin.toReversed();
          })
        ),
      },
    })),
  };
}
