import { feeds } from "../../lib/feeds/mod.ts";
import { flows } from "../../lib/flows/mod.ts";
import type { Stream } from "../../lib/streams/stream.ts";

/** A stream, with what fills it. */
export interface ListedStream {
  stream: Stream;
  /** The feed or the flow. */
  by: string;
  /** The command that fills it. */
  fill: string;
}

/** Every stream of the feeds and the flows, in the order of their lists. */
export const allStreams: readonly ListedStream[] = [
  ...feeds.flatMap(({ name, streams, read }) =>
    streams.map((stream) => ({
      stream,
      by: name,
      fill: `deno task ingest ${name}${read?.sample ? "" : " --simulate --limit 1000"}`,
    }))
  ),
  ...flows.map(({ name, to }) => ({
    stream: to,
    by: `flow ${name}`,
    fill: `deno task flow ${name} --once`,
  })),
];
