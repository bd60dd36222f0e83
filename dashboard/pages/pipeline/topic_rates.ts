import { cached } from "../../../lib/api/cached.ts";
import { listTopics } from "../../../lib/kafka/topic_admin.ts";
import { logEnds } from "../../../lib/kafka/topic_offsets.ts";
import type { Stream } from "../../../lib/streams/stream.ts";
import type { DashboardServices } from "../../services.ts";
import { ArrivalMeter } from "../../streams/arrivals.ts";

/** Messages of a topic. */
export interface TopicRate {
  /** All that were ever produced into it. */
  produced: number;
  /** Per second; null until two counts are known. */
  rate: number | null;
}

/** Milliseconds for which the ends of the topics are believed. */
const FRESH = 900;
const known = new WeakMap<DashboardServices, { get(): Promise<Map<string, TopicRate>> }>();

/**
 * How fast messages are produced into the streams' topics, by the stream's name.
 *
 * @throws {UnavailableError} Kafka is away.
 */
export async function topicRates(
  services: DashboardServices,
  streams: readonly Stream[],
): Promise<Map<string, TopicRate>> {
  let rates = known.get(services);
  if (!rates) {
    const meter = new ArrivalMeter();
    rates = cached(async () => {
      const kafka = await services.kafka();
      const there = new Set(await listTopics(kafka));
      const own = streams.filter((stream) => there.has(kafka.topicOf(stream)));
      if (own.length === 0) return new Map();
      const ends = await logEnds(kafka, own.map((stream) => kafka.topicOf(stream)));
      return new Map(own.map((stream) => {
        const topic = kafka.topicOf(stream);
        const produced = [...ends.get(topic)!.values()].reduce((sum, end) => sum + end, 0);
        return [stream.name, { produced, rate: meter.rate(topic, produced) }];
      }));
    }, { fresh: FRESH, stale: FRESH });
    known.set(services, rates);
  }
  return await rates.get();
}
