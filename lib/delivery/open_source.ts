import type { Flag } from "../cli_flags.ts";
import { projectFolder } from "../config.ts";
import { UsageError } from "../errors.ts";
import type { Feed, FeedFlags, FeedTime } from "../feeds/feed.ts";
import { encodingOf } from "../sources/encoding.ts";
import type { Share } from "../simulators/simulator.ts";
import type { Source } from "../sources/source.ts";
import { isoSeconds } from "../time.ts";
import { type Pace, paced, SLICE } from "./pace.ts";
import { roundAfterRound } from "./round_after_round.ts";
import { simulatedStart } from "./simulated_start.ts";

/** Which records of a feed to take: the flags of `ingest`. */
export interface SourceChoice extends Omit<Pace, "main" | "parts" | "stamp" | "log"> {
  simulate: boolean;
  live: boolean;
  every?: number | undefined;
  seed: number;
  /** When simulated time starts. @default that of {@linkcode simulatedStart} */
  start?: string | undefined;
  /** What becomes of the records' own times. @default "spread" */
  time?: FeedTime | "arrival" | undefined;
  /** Reads the files again and again. */
  loop?: boolean | undefined;
  /** Makes one of several senders' share of the records; the limit is that of all, the rate its own. */
  share?: Share | undefined;
  /** Maximum number of records of a simulator's batch. @default its own */
  batchSize?: number | undefined;
  /** The encoding of files without a byte-order mark. @default utf-8 */
  encoding?: string | undefined;
  /** The feed's own flags. */
  flags?: FeedFlags<Record<string, Flag>>;
  log?: (line: string) => void;
}

/**
 * Opens a feed: its simulator, its live source, the given files, or the bundled sample.
 *
 * @throws {UsageError} The choices exclude each other, or the feed does not support them.
 */
export function openSource(feed: Feed, paths: readonly string[], choice: SourceChoice): Source {
  const { limit, every, simulate, flags = {}, log, encoding } = choice;
  const live = choice.live || every !== undefined;
  if ([simulate, live, paths.length > 0].filter(Boolean).length > 1) {
    throw new UsageError("Cannot combine --simulate, --live and paths: choose one");
  }
  if (choice.speed === 0) throw new UsageError("Cannot use --speed 0: 1 is the records' own pace");
  if (limit === 0) throw new UsageError("Cannot use --limit 0: write 1 or more");
  if (choice.duration === 0) throw new UsageError("Cannot use --duration 0: write 1ms or more");
  const stamp = choice.time === "arrival";
  const time = choice.time === "event" ? "event" : "spread";
  if (stamp && feed.streams.length > 1) {
    throw new UsageError(
      `Cannot use --time arrival with ${feed.name}: its streams fit together by their own times`,
    );
  }
  if (choice.loop && (simulate || live)) {
    throw new UsageError("Cannot use --loop without files: a simulator or a live source goes on");
  }
  if (choice.loop && !stamp) {
    throw new UsageError(
      "Cannot use --loop with the records' own times: the second round would change nothing. " +
        "Add --time arrival",
    );
  }
  if (encoding !== undefined) {
    if (simulate || live) throw new UsageError("Cannot use --encoding without files: name them");
    encodingOf(encoding); // fails before anything is read
  }
  const main = feed.streams.length > 1 ? feed.streams[0] : undefined;
  // Records that belong to the last one must come too, and only the source knows which they are.
  const bounded = limit === undefined ? {} : { limit };
  const counted = main || choice.share ? undefined : limit;
  const pace = { ...choice, limit: counted, main, parts: feed.parts, stamp };
  if (simulate) {
    if (!feed.simulate) throw noSuchSide(feed, "simulate");
    const { seed, rate, speed, duration, share, batchSize } = choice;
    const given = choice.start === undefined ? undefined : startTime(choice.start);
    if (limit === undefined && choice.duration === undefined && !choice.rate && !choice.speed) {
      throw new UsageError(
        "Cannot simulate without an end: add --limit, --duration, --rate or --speed",
      );
    }
    return paced((signal) => {
      const start = given ?? simulatedStart({ speed, duration });
      if (speed && !given) log?.(startNote({ seed, start }));
      const how = {
        seed,
        start,
        signal,
        log,
        flags,
        share,
        ...bounded,
        ...spanOf({ rate, speed }),
      };
      return feed.simulate!(batchSize ? { ...how, batchSize } : how);
    }, pace);
  }
  if (live) {
    if (!feed.live) throw noSuchSide(feed, "live");
    return paced((signal) => feed.live!.open({ every, signal, log }), pace);
  }
  const { read } = feed;
  if (!read) throw noSuchSide(feed, "read");
  if (paths.length === 0 && !read.sample) {
    const others = feed.simulate ? ", or use --simulate" : "";
    throw new UsageError(`Cannot ingest ${feed.name} without files: name them${others}`);
  }
  const files = paths.length > 0 ? paths : [`${projectFolder}/data/${read.folder}`];
  return paced((signal) => {
    const round = () => read.open(files, { signal, log, flags, time, encoding, ...bounded });
    return choice.loop ? roundAfterRound(round) : round();
  }, pace);
}

/**
 * When the simulated time of a run starts that begins now.
 *
 * @throws {UsageError} The given start is not a time.
 */
export function simulatedFrom(
  { start, speed, duration }: Pick<SourceChoice, "start" | "speed" | "duration">,
): string {
  return start === undefined ? simulatedStart({ speed, duration }) : startTime(start);
}

/** Says when simulated time starts, and how to have the same records again. */
export function startNote({ seed, start }: { seed: number; start: string }): string {
  return `Simulated time starts at ${start}; the same again: --seed ${seed} --start ${start}`;
}

/**
 * How close the streams of a simulator stay in event time at a pace: as close as records are handed
 * over. A rate without a speed is taken for that of an order a second.
 */
function spanOf({ rate, speed }: Pick<Pace, "rate" | "speed">): { span?: number } {
  const times = speed ?? rate;
  return times === undefined ? {} : { span: SLICE * times };
}

/** Simulators start before this time: the records of a year still have times before the year 10000. */
const LAST_START = "9999";

/** A start time for the simulators: a date alone means its midnight in UTC. */
function startTime(text: string): string {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  if (isoSeconds(start) >= 0 && start < LAST_START) return start;
  throw new UsageError(
    `Cannot use --start ${JSON.stringify(text)}: ` +
      "write a UTC time from 1970 to 9998, for example 2026-05-13T00:00:00Z",
  );
}

/** The error for a side that a feed does not have: it names those that it has. */
function noSuchSide({ name, read, simulate, live }: Feed, side: "read" | "simulate" | "live") {
  const sides = [
    ...(read ? [read.sample ? "name files, or none for the bundled sample" : "name files"] : []),
    ...(simulate ? ["use --simulate"] : []),
    ...(live ? ["use --live"] : []),
  ];
  const what = {
    read: `ingest ${name}: it reads no files`,
    simulate: `simulate ${name}: it has no simulator`,
    live: `read ${name} live: it has no live source`,
  };
  return new UsageError(`Cannot ${what[side]}; ${sides.join(", or ")}`);
}
