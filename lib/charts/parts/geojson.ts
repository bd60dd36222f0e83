import { UsageError } from "../../errors.ts";

/** The parts of a GeoJSON feature collection that are drawn: polygons with properties. */
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

type LonLat = readonly [number, number];
type Ring = readonly LonLat[];

/** Twice the signed area of a ring: positive if it runs counterclockwise. */
function signedArea(ring: Ring): number {
  let sum = 0;
  for (const [i, [x, y]] of ring.entries()) {
    const [x2, y2] = ring[(i + 1) % ring.length]!;
    sum += x * y2 - x2 * y;
  }
  return sum;
}

/** Leaves out points closer than `minimum` degrees to the previous one. */
function thinned(ring: Ring, minimum: number): Ring {
  const kept: LonLat[] = [];
  for (const [i, point] of ring.entries()) {
    const before = kept.at(-1);
    const ends = i === 0 || i === ring.length - 1;
    if (ends || !before || Math.hypot(point[0] - before[0], point[1] - before[1]) >= minimum) {
      kept.push(point);
    }
  }
  return kept.length >= 4 ? kept : ring;
}

/**
 * Areas as Plot needs them: outer rings clockwise (RFC 7946 has them counterclockwise, for which
 * Plot would fill the rest of the globe), and no more points than the picture can show.
 *
 * @param pixels Height of the picture.
 * @throws {UsageError} It is not a feature collection.
 */
export function outlines(geojson: Areas, pixels: number): Areas {
  if (!Array.isArray(geojson?.features)) {
    throw new UsageError(
      "Cannot draw areaMap: geojson is not a feature collection: pass the parsed JSON",
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
  const minimum = 0.5 * (north - south) / pixels;
  return {
    type: "FeatureCollection",
    features: geojson.features.map((feature) => ({
      ...feature,
      geometry: {
        type: "MultiPolygon",
        coordinates: polygonsOf(feature).map((rings) =>
          rings.map((ring, i) => {
            const clockwise = signedArea(ring) < 0;
            const thin = thinned(ring, minimum);
            return clockwise === (i === 0) ? thin : thin.toReversed();
          })
        ),
      },
    })),
  };
}
