import { cached } from "../../lib/api/cached.ts";
import { listGroups } from "../../lib/kafka/groups.ts";
import { sinkGroup } from "../../lib/delivery/sink.ts";
import type { Stream } from "../../lib/streams/stream.ts";
import type { DashboardServices } from "../services.ts";
import { ownGroups } from "./own_names.ts";

/** Milliseconds for which the lags are believed: each look asks the broker about every group. */
const FRESH = 1900;

type Lags = ReturnType<typeof listGroups>;
const known = new WeakMap<DashboardServices, { get(): Lags }>();

/**
 * The namespace's consumer groups with their lags, two seconds old at most.
 *
 * @throws {UnavailableError} Kafka is away.
 */
export function groupLags(services: DashboardServices): Lags {
  let groups = known.get(services);
  if (!groups) {
    groups = cached(async () => ownGroups(await listGroups(await services.kafka()), services), {
      fresh: FRESH,
      stale: FRESH,
    });
    known.set(services, groups);
  }
  return groups.get();
}

/**
 * Messages of streams that their sinks have not stored yet, by the stream's name.
 *
 * @throws {UnavailableError} Kafka is away.
 */
export async function sinkLags(
  services: DashboardServices,
  streams: readonly Stream[],
): Promise<Map<string, number>> {
  const [found, kafka] = await Promise.all([groupLags(services), services.kafka()]);
  return new Map(streams.flatMap((stream) => {
    const own = found.filter(({ group, topic }) =>
      group === sinkGroup(kafka, stream) && topic === kafka.topicOf(stream)
    );
    return own.length > 0 ? [[stream.name, own.reduce((sum, { lag }) => sum + lag, 0)]] : [];
  }));
}
