import type { Flag } from "../cli_flags.ts";
import type { Feed } from "../feeds/feed.ts";
import { DEFAULT_START } from "./simulated_start.ts";

/** The flags of `ingest` for every feed. */
const COMMON = {
  simulate: { type: "boolean", help: "make records instead of reading them" },
  live: { type: "boolean", help: "read from the network" },
  every: { type: "duration", value: "10s", help: "poll at this interval; implies --live" },
  limit: { type: "integer", value: "n", help: "end after n records" },
  rate: { type: "rate", value: "n/s", help: "at most n records a second" },
  speed: {
    type: "number",
    value: "x",
    help: "replay the records by their own times, x times as fast; a gap waits at most 15m",
  },
  time: {
    type: "string",
    choices: ["spread", "event", "arrival"],
    default: "spread",
    help:
      "the records' times: spread what the source has rounded (taxi: to 15 minutes), event as they " +
      "are, arrival the current time (a second run then adds records)",
  },
  loop: {
    type: "boolean",
    help: "read the files again and again, with --time arrival",
  },
  duration: { type: "duration", value: "30s", help: "end after this long" },
  start: {
    type: "string",
    value: "time",
    help: `simulator: time of the first record (default ${DEFAULT_START}; with --speed now, ` +
      "or so that with --duration the run ends at now)",
  },
  seed: {
    type: "integer",
    value: "n",
    default: 1,
    help: "simulator: same seed and start, same records",
  },
  via: {
    type: "string",
    choices: ["kafka", "direct"],
    default: "kafka",
    help: "through Kafka, or straight into QuestDB",
  },
  senders: {
    type: "integer",
    value: "n",
    default: 1,
    help: "with --simulate --via direct: this many send at the same time, the same records as one",
  },
  batch: {
    type: "integer",
    value: "n",
    help: "with --simulate --via direct: rows of a batch (default 20000)",
  },
  delay: {
    type: "duration",
    value: "time",
    help: "with --simulate --via direct: each sender waits this long after a batch",
  },
  "no-sink": {
    type: "boolean",
    help: "stop at Kafka, without flows; deno task flow and deno task sink do the rest later",
  },
  encoding: {
    type: "string",
    value: "name",
    help: "of files that are not UTF-8: latin1, windows-1252, utf-16, …",
  },
  json: { type: "boolean", help: "print the summary as one line of JSON" },
} as const satisfies Record<string, Flag>;

/**
 * The flags of `ingest` for some feeds: those for every feed, and the feeds' own.
 *
 * @throws {TypeError} A feed declares a flag of `ingest` itself, or of another feed, in a
 * different way.
 */
export function ingestFlags(feeds: readonly Feed[]): typeof COMMON {
  const flags: Record<string, Flag> = { ...COMMON };
  const live = feeds.filter((feed) => feed.live).map(({ name, live }) => `${name}: ${live!.help}`);
  if (live.length > 0) {
    flags.live = { ...COMMON.live, help: `read from the network (${live.join("; ")})` };
  }
  for (const feed of feeds) {
    for (const [name, flag] of Object.entries(feed.flags ?? {})) {
      const known = flags[name];
      if (known && JSON.stringify(known) !== JSON.stringify(flag)) {
        throw new TypeError(
          `Cannot use the flag ${name} of the feed ${feed.name}: it is already taken`,
        );
      }
      flags[name] = flag;
    }
  }
  // The feeds' own flags are read by name: only the feed knows their types.
  return flags as typeof COMMON;
}
