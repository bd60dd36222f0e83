/** The shapes of Chicago's community areas, which are the city's data: read from the folder of `--data`. */
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { messageOf } from "../../../lib/errors.ts";
import { type Area, type Areas, outlines } from "../../../lib/charts/parts/geojson.ts";

/** Pixels of the largest picture: no more points are sent than it can show. */
const PIXELS = 560;
/** Decimals of a degree: one of the last is eleven metres. */
const DECIMALS = 4;

/** The property with an area's number, and the one with its name. */
export const AREA_ID = "area_numbe", AREA_NAME = "community";

/**
 * Reads the areas with the points, numbers and names that a map needs, which makes a tenth of it.
 *
 * @returns undefined if the folder has none.
 * @throws {Error} The file is not GeoJSON of areas; the message names it.
 */
export async function readAreas(data: string): Promise<Areas | undefined> {
  const path = join(data, "chicago_areas", "community_areas.geojson");
  const found = await bytesOf(path) ?? await bytesOf(`${path}.gz`);
  if (!found) return undefined;
  try {
    const bytes = found[0] === 0x1f && found[1] === 0x8b ? await promisify(gunzip)(found) : found;
    return reduced(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (error) {
    throw new Error(`Cannot read the areas' shapes from ${path}[.gz]: ${messageOf(error)}`);
  }
}

/** The names of areas by their numbers. */
export function areaNames({ features }: Areas): Map<number, string> {
  return new Map(features.map(({ properties }) => [
    Number(properties?.[AREA_ID]),
    String(properties?.[AREA_NAME]),
  ]));
}

/** Fewer points and digits, and names as people write them. */
export function reduced(areas: Areas): Areas {
  const { type, features } = outlines(areas, PIXELS);
  return {
    type,
    features: features.map(({ type, properties, geometry }): Area => ({
      type,
      properties: {
        [AREA_ID]: String(properties?.[AREA_ID] ?? ""),
        [AREA_NAME]: titled(String(properties?.[AREA_NAME] ?? "")),
      },
      geometry: geometry && { ...geometry, coordinates: shortened(geometry.coordinates) },
    })),
  };
}

/** `NEAR NORTH SIDE` as `Near North Side`; the two names with a capital inside as they are written. */
function titled(name: string): string {
  const words = name.toLowerCase().replace(/(^|[\s'-])(\p{L})/gu, (text) => text.toUpperCase());
  return words.replace(/^Ohare$/, "O'Hare").replace(/^Mck/, "McK");
}

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  return typeof value === "number" ? Number(value.toFixed(DECIMALS)) : value;
}

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
