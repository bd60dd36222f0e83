/** The same taxi trips for every benchmark, in memory and as a file. */
import { seeded } from "../lib/random.ts";
import { PORTAL_HEADER, portalRow } from "../lib/feeds/taxi/portal_row.ts";
import { simulatedTrips } from "../lib/feeds/taxi/simulate.ts";
import { stackDir } from "../lib/stack/state.ts";
import type { TaxiTrip } from "../lib/feeds/taxi/taxi_trips.ts";

const SEED = 1;
const START = Date.parse("2026-05-01T00:00:00Z");

function trips(): Generator<TaxiTrip> {
  return simulatedTrips(seeded(SEED), START);
}

/** Simulated trips in memory. */
export function tripRecords(count: number): TaxiTrip[] {
  return trips().take(count).toArray();
}

/** A file of simulated trips in the portal's layout. */
export interface TripFile {
  path: string;
  /** Size in bytes. */
  bytes: number;
}

/**
 * A file with this many trips, or of at least this many bytes, in the folder of the engines' state.
 * It is created if it is missing, in one step, so that a killed benchmark leaves no partial file.
 */
export async function tripFile(
  size: { trips: number } | { bytes: number },
  log: (line: string) => void,
): Promise<TripFile> {
  const name = "trips" in size ? `${size.trips}_trips` : `${size.bytes}_bytes`;
  const path = `${stackDir()}/bench/taxi_${name}.csv`;
  const found = await Deno.stat(path).catch(() => undefined);
  if (found) return { path, bytes: found.size };
  log(`Creating ${path}`);
  await Deno.mkdir(`${stackDir()}/bench`, { recursive: true });
  const bytes = await write(`${path}.new`, size);
  await Deno.rename(`${path}.new`, path);
  return { path, bytes };
}

async function write(path: string, size: { trips: number } | { bytes: number }): Promise<number> {
  using file = await Deno.create(path);
  const encoder = new TextEncoder();
  let text = PORTAL_HEADER, bytes = 0, left = "trips" in size ? size.trips : Infinity;
  for (const trip of trips()) {
    const isEnd = "bytes" in size ? bytes >= size.bytes : left === 0;
    if (text.length > 1 << 20 || isEnd) {
      const piece = encoder.encode(text);
      for (let at = 0; at < piece.length;) at += await file.write(piece.subarray(at));
      bytes += piece.length;
      text = "";
    }
    if (isEnd) break;
    text += portalRow(trip);
    left--;
  }
  return bytes;
}
