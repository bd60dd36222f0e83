/**
 * Every feed, one line each. The line makes the feed known to `ingest`, `sink`, `demo`, the samples
 * and the notebooks: its name, its streams, its options.
 */
import { definedFeeds, type Feed } from "./feed.ts";
import type { Stream } from "../streams/stream.ts";

export * from "./github/mod.ts";
export * from "./taxi/mod.ts";
export * from "./orders/mod.ts";
export * from "./transactions/mod.ts";
export * from "./trades/mod.ts";
export * from "./logins/mod.ts";
export * from "./iot/mod.ts";
export * from "./meters/mod.ts";
export * from "./cards/mod.ts";

/** The feeds that the lines above define, in their order. */
export const feeds: readonly Feed[] = definedFeeds();

/** The streams of all feeds, by name. */
export const streams: Record<string, Stream> = Object.fromEntries(
  feeds.flatMap((feed) => feed.streams).map((stream) => [stream.name, stream]),
);
