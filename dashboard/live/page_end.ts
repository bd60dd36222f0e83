import { type Cached, cached } from "../../lib/api/cached.ts";
import type { Stream } from "../../lib/streams/stream.ts";
import type { DashboardServices } from "../services.ts";

/** The newest data at one moment. */
export interface NewestData {
  /** When it was looked for, by the server's clock, in milliseconds since 1970. */
  asked: number;
  /** Time of the newest row; undefined without rows. */
  newest: Date | undefined;
}

/** Milliseconds for which panels that are asked for together have the same end. */
const TOGETHER = 450;
const known = new WeakMap<DashboardServices, Map<string, Cached<NewestData>>>();

/**
 * The newest data of the streams of a page: the same for all its panels, which are asked for one after the
 * other, so that their numbers are of one moment although rows arrive.
 */
export function newestData(
  streams: readonly Stream[],
  { services, now }: { services: DashboardServices; now: () => number },
): Promise<NewestData> {
  const own = known.get(services) ?? new Map<string, Cached<NewestData>>();
  known.set(services, own);
  const key = streams.map(({ name }) => name).join();
  let found = own.get(key);
  if (!found) {
    const look = async () => ({ asked: now(), newest: await services.newest(streams) });
    found = cached(look, { fresh: TOGETHER, stale: TOGETHER });
    own.set(key, found);
  }
  return found.get();
}
