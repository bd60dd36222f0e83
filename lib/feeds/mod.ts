/**
 * Every feed, one line each. The line makes the feed known to `ingest`, `sink`, `demo`, the samples
 * and the notebooks: its name, its streams, its options.
 */
import { type Feed, isFeed } from "./feed.ts";
import * as listed from "./mod.ts"; // this file itself: what the lines below export
import type { Stream } from "../streams/stream.ts";

export * from "./github/mod.ts";
export * from "./orders/mod.ts";
export * from "./taxi/mod.ts";

/** All feeds, sorted by export name. This file's own exports are skipped: they have no value yet. */
export const feeds: readonly Feed[] = Reflect.ownKeys(listed)
  .filter((name) => name !== "feeds" && name !== "streams")
  .map((name) => (listed as Record<PropertyKey, unknown>)[name])
  .filter(isFeed);

/** The streams of all feeds, by name. */
export const streams: Record<string, Stream> = Object.fromEntries(
  feeds.flatMap((feed) => feed.streams).map((stream) => [stream.name, stream]),
);
