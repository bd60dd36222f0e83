import type { Flag, Flags } from "../cli_flags.ts";
import type { Source, SourceOptions } from "../sources/source.ts";
import type { SimulatorOptions } from "../simulators/simulator.ts";
import type { Stream } from "../streams/stream.ts";

/** Values of a feed's own options, by name. */
export type FeedFlags<F extends Record<string, Flag>> = Partial<Flags<F>>;

/** Which time becomes that of a record: the source's, or spread over the span to which the source rounds it. */
export type FeedTime = "spread" | "event";

/** Options for reading a feed's files. */
export interface FeedReadOptions<F extends Record<string, Flag>> extends SourceOptions {
  /** The feed's own options. @default as declared in its `flags` */
  flags?: FeedFlags<F>;
  /** What becomes of times that the source has rounded. @default "spread" */
  time?: FeedTime;
  /** Ends after this many records of the first stream, if the feed has several. @default all */
  limit?: number;
}

/** Options for simulating a feed's records. */
export interface FeedSimulateOptions<F extends Record<string, Flag>> extends SimulatorOptions {
  /** The feed's own options. @default as declared in its `flags` */
  flags?: FeedFlags<F>;
}

/** Options for reading a feed live. */
export interface FeedLiveOptions extends SourceOptions {
  /** Milliseconds from one poll to the next. @default one poll, then the end */
  every?: number | undefined;
}

/** A file in `data/`, made by a feed's simulator. */
export interface Sample {
  /** Name in the feed's folder; with `.gz` the file is compressed. */
  name: string;
  /** Its content, uncompressed. */
  text: string;
}

/** How a feed reads files. */
export interface ReadSide<F extends Record<string, Flag>> {
  /** Folder of the bundled sample in `data/`, and of real files in `demo --data DIR`. */
  folder: string;
  /** Reads files and folders. */
  open(paths: readonly string[], options?: FeedReadOptions<F>): Source;
  /** Makes the bundled sample, always the same. */
  sample?(): Sample[];
}

/** How a feed reads from the network. */
export interface LiveSide {
  /** What it reads, as shown by `ingest --help`: `the events API`. */
  help: string;
  open(options?: FeedLiveOptions): Source;
}

/** Streams, and where their records come from: at least one of `read`, `simulate` and `live`. */
export interface Feed<F extends Record<string, Flag> = Record<string, Flag>> {
  /** Its name for `ingest`: lower-case letters, digits and `_`. */
  readonly name: string;
  /** The streams that it fills; limits, rates and summaries apply to the first. */
  readonly streams: readonly [Stream, ...Stream[]];
  /**
   * The stream with the parts of the first stream's records, such as the lines of orders: each has the
   * key of its record, and comes in the order of these. They are handed on together, or not at all.
   */
  readonly parts?: Stream;
  /** Its own options, which `ingest` accepts as flags. */
  readonly flags?: F;
  /** Reads files. */
  readonly read?: ReadSide<F>;
  /** Whether its simulator can make the `share` of one of several senders, and so run in parallel. */
  readonly divisible?: boolean;
  /** Makes records from a seed. */
  simulate?(options: FeedSimulateOptions<F>): Source;
  /** Reads from the network. */
  readonly live?: LiveSide;
}

/** The feeds that `lib/feeds/mod.ts` lists: it imports each feed's folder, which defines the feed. */
const defined: Feed[] = [];

/**
 * Declares a feed. A line in `lib/feeds/mod.ts` makes it known to every command.
 *
 * @throws {TypeError} Its name is not valid, or it has no stream or no source of records.
 *
 * @example A feed that is only simulated
 * ```ts
 * import { defineFeed } from "./feed.ts";
 * import { simulate } from "../simulators/simulator.ts";
 * import { defineStream, Symbol, Timestamp } from "../streams/define.ts";
 * import Type from "typebox";
 *
 * const beats = defineStream({
 *   name: "beats",
 *   key: "heart",
 *   time: "at",
 *   identity: ["heart"],
 *   schema: Type.Object({ heart: Symbol({ minLength: 1 }), at: Timestamp() }),
 * });
 * export const beatsFeed = defineFeed({
 *   name: "beats",
 *   streams: [beats],
 *   simulate: (options) => simulate({ stream: beats, name: "beats", records: records() }, options),
 * });
 * function* records() {
 *   for (let s = 10; s < 60; s++) yield { heart: "mine", at: `2026-01-01T00:00:${s}Z` };
 * }
 * ```
 */
export function defineFeed<const F extends Record<string, Flag>>(feed: Feed<F>): Feed<F> {
  const { name, streams, read, simulate, live } = feed;
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new TypeError(
      `Cannot name a feed ${JSON.stringify(name)}: use lower-case letters, digits and _`,
    );
  }
  if (streams.length === 0) throw new TypeError(`Cannot define the feed ${name}: it has no stream`);
  if (!read && !simulate && !live) {
    throw new TypeError(
      `Cannot define the feed ${name}: give it at least one of read, simulate, live`,
    );
  }
  defined.push(feed as unknown as Feed);
  return feed;
}

/**
 * The feeds defined so far, in the order of their definition.
 *
 * @throws {TypeError} Two feeds, or two of their streams, have the same name.
 */
export function definedFeeds(): readonly Feed[] {
  const names = [defined, defined.flatMap((feed) => feed.streams)]
    .map((list) => list.map(({ name }) => name));
  const twice = names.flatMap((list) => list.filter((name, i) => list.indexOf(name) < i));
  if (twice.length > 0) throw new TypeError(`Cannot list the feeds: ${twice[0]} is defined twice`);
  return [...defined];
}
