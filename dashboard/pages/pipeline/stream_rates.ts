import type { PanelContext } from "../../define_page.ts";
import { allStreams } from "../../streams/all_streams.ts";
import { streamStates } from "../../streams/stream_states.ts";
import { type TopicRate, topicRates } from "./topic_rates.ts";

/** How a stream's records flow. A type, not an interface: panels take it as a row. */
export type StreamRates = {
  stream: string;
  page: string | null;
  /** Messages that are produced into its topic, per second. */
  produced: number | null;
  /** Rows that arrive in its table, per second. */
  stored: number | null;
  lag: number | null;
  /** From the newest record's time until its table was written, in milliseconds; null if that says nothing. */
  latency: number | null;
  written: Date | null;
};

/** Records that are older when they are stored are history, and say nothing about the pipeline. */
const LONGEST = 10 * 60_000;

/** Time from a record to its storage; null if the record's time is another than that of its arrival. */
export function latencyOf(newest: Date | null, written: Date | null): number | null {
  if (newest === null || written === null) return null;
  const latency = +written - +newest;
  return latency >= 0 && latency < LONGEST ? latency : null;
}

/** The streams that have messages or rows. */
export async function streamRates(context: PanelContext): Promise<StreamRates[]> {
  const { services, note } = context;
  const streams = allStreams.map(({ stream }) => stream);
  const [states, topics] = await Promise.all([
    streamStates(context, allStreams, { overTime: false }),
    topicRates(services, streams).catch((error) => {
      note(error);
      return new Map<string, TopicRate>();
    }),
  ]);
  return states.filter(({ stream, rows }) => rows !== null || topics.get(stream)?.produced)
    .map(({ stream, page, rate, lag, newest, written, rows }) => ({
      stream,
      page: rows === null ? "" : page,
      produced: topics.get(stream)?.rate ?? null,
      stored: rate,
      lag,
      latency: latencyOf(newest, written),
      written,
    }));
}
