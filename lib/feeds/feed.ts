import type { Flag, Flags } from "../cli_flags.ts";
import type { Source, SourceOptions } from "../sources/source.ts";
import type { SimulatorOptions } from "../simulators/simulator.ts";
import type { Stream } from "../streams/stream.ts";

/** Values of a feed's own options, by name. */
export type FeedFlags<F extends Record<string, Flag>> = Partial<Flags<F>>;

/** Options for reading a feed's files. */
export interface ReadOptions<F extends Record<string, Flag>> extends SourceOptions {
  /** The feed's own options. @default as declared in its `flags` */
  flags?: FeedFlags<F>;
  /** Ends after this many records of the first stream, if the feed has several. @default all */
  limit?: number;
}

/** Options for making a feed's records. */
export interface SimulateOptions<F extends Record<string, Flag>> extends SimulatorOptions {
  /** The feed's own options. @default as declared in its `flags` */
  flags?: FeedFlags<F>;
}

/** Options for a feed's live side. */
export interface LiveOptions extends SourceOptions {
  /** Milliseconds from one poll to the next. @default one poll, then the end */
  every?: number | undefined;
}

/** A file of `data/` that a feed's simulator makes. */
export interface Sample {
  /** Name below the feed's folder; with `.gz` it is packed. */
  name: string;
  /** What it holds, unpacked. */
  text: string;
}

/** Files as a source. */
export interface ReadSide<F extends Record<string, Flag>> {
  /** Folder of the bundled sample below `data/`, and of real files below `demo --data DIR`. */
  folder: string;
  /** Reads files and folders. */
  open(paths: readonly string[], options?: ReadOptions<F>): Source;
  /** Makes the bundled sample, always the same. */
  sample?(): Sample[];
}

/** The network as a source. */
export interface LiveSide {
  /** What is read, for `ingest --help`: `the events API`. */
  help: string;
  open(options?: LiveOptions): Source;
}

/** Where records come from: any of `read`, `simulate` and `live`. */
export interface Feed<F extends Record<string, Flag> = Record<string, Flag>> {
  /** As `ingest` knows it: lower-case letters, digits and `_`. */
  readonly name: string;
  /** The streams that it fills; limits, rates and summaries are about the first. */
  readonly streams: readonly [Stream, ...Stream[]];
  /** Options of its own, which `ingest` takes for it. */
  readonly flags?: F;
  /** Reads files. */
  readonly read?: ReadSide<F>;
  /** Makes records from a seed. */
  simulate?(options: SimulateOptions<F>): Source;
  /** Reads from the network. */
  readonly live?: LiveSide;
}

/** What `lib/feeds/mod.ts` lists: it imports each feed's folder, and importing defines the feed. */
const defined: Feed[] = [];

/**
 * Declares a feed. A line in `lib/feeds/mod.ts` makes it known to every command.
 *
 * @throws {TypeError} It has no name that `ingest` can take, or no side that gives records.
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

/** The feeds defined so far, in the order of their definition. */
export function definedFeeds(): readonly Feed[] {
  return [...defined];
}
