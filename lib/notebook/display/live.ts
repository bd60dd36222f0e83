import type { Row } from "../../questdb/answer.ts";
import { isQuery, isStream, type Query } from "../../questdb/sql_template.ts";
import type { Stream } from "../../streams/stream.ts";
import { clock, type Freshness, freshness } from "../../jupyter/lab/extension/live/freshness.ts";
import { type Feed, type Followed, freshnessOf } from "../follow/feed.ts";
import { patientFeed } from "../follow/patient_feed.ts";
import { displayable } from "./bundle.ts";
import { bundleOf } from "./bundle_of.ts";
import { LiveControl } from "./live_control.ts";
import { type LiveDisplayOptions, liveLoop } from "./live_loop.ts";
import { withNote } from "./live_note.ts";
import { table } from "./table.ts";

export type { LiveDisplayOptions } from "./live_loop.ts";

/** Options for following a topic or a query. */
export interface FollowOptions<T extends object = Row> extends LiveDisplayOptions {
  /** Draws the rows, the newest last: returns a figure or anything else that can be shown. @default a table */
  chart?: (rows: T[]) => unknown;
  /** Maximum number of rows kept, the newest. @default 1000 */
  keep?: number;
  /** Ends it after this many new rows. @default never */
  rows?: number;
}

/** A display that follows something. Awaited, it is done when it ends. */
export interface LiveHandle extends PromiseLike<void> {
  /** Stops asking until {@linkcode resume}; the display says so. */
  pause(): void;
  resume(): void;
  stop(): void;
}

/**
 * Shows in one place what `fn` returns, again and again, until Stop is pressed; the cell then ends
 * normally, and its variables stay. Without a person (plain Deno, `deno task notebooks`) it ends after
 * three updates.
 *
 * @param fn Returns a figure, table, HTML, rows or text. Called with the number of the update, from 1.
 * @throws What `fn` throws, unless Stop ended it.
 */
export function live(
  fn: (update: number) => unknown,
  options?: LiveDisplayOptions,
): Promise<void>;
/**
 * Follows the topic of a stream, or the answer of a query, as it grows: a table of its newest rows or
 * `chart(rows)`, and how old the newest row is. While the engine is away, the last rows stay with the
 * reason, and it is asked again. Ends by Stop, `for`, `updates` or `rows`, and without
 * a person after one update.
 *
 * @example A chart that goes on while other cells run, and is paused in one of them
 * ```ts ignore
 * const trips = live(sql`select timestamp, fare from ${taxiTrips}`, {
 *   chart: (rows) => chart.line(rows, { x: "timestamp", y: "fare" }),
 * });
 * trips.pause();
 * ```
 */
export function live<T extends object>(source: Stream<T>, options?: FollowOptions<T>): LiveHandle;
export function live<T extends Row>(source: Query<T>, options?: FollowOptions<T>): LiveHandle;
export function live(
  // deno-lint-ignore no-explicit-any
  source: ((update: number) => unknown) | Stream<any> | Query<any>,
  options: FollowOptions = {},
): Promise<void> | LiveHandle {
  if (typeof source === "function") return liveLoop(source, options, { unattended: 3 });
  if (!isStream(source) && !isQuery(source)) {
    const known = "a function, a stream or a query: live(sql`select …`)";
    return Promise.reject(new TypeError(`Cannot follow ${Deno.inspect(source)}: give ${known}`));
  }
  const { keep = 1000 } = options;
  // Kafka's client is loaded only for a topic.
  const feed = isStream(source)
    ? import("../follow/topic_feed.ts").then(({ topicFeed }) => topicFeed(source, keep))
    : import("../follow/query_feed.ts").then(({ queryFeed }) => queryFeed(source, keep));
  return follow(feed, options);
}

function follow(opened: Promise<Feed>, options: FollowOptions): LiveHandle {
  const { chart, rows = Infinity, until = () => false } = options;
  const control = new LiveControl();
  const feed = opened.then(patientFeed);
  let seen = 0;
  let fresh: Freshness | undefined;
  const draw = async (update: number, signal: AbortSignal) => {
    const followed = await (await feed).next(signal);
    if (update > 1) seen += followed.added;
    const now = fresh = freshnessOf(followed, followed.asked);
    const { unavailable } = followed;
    const note = unavailable === undefined
      ? freshness(now)
      : `${unavailable}. Asks again; these are the rows of ${clock(followed.asked)} UTC`;
    return displayable(async () => withNote(await bundle(followed, chart), note));
  };
  const ending = { ...options, until: async () => seen >= rows || await until() };
  const done = liveLoop(draw, ending, { control, unattended: 1, fresh: () => fresh })
    .finally(async () => (await feed).close());
  return {
    pause: () => control.pause(),
    resume: () => control.resume(),
    stop: () => control.stop(),
    then: (fulfilled, rejected) => done.then(fulfilled, rejected),
  };
}

async function bundle({ rows }: Followed, chart: FollowOptions["chart"]) {
  return await bundleOf(chart ? chart(rows) : table(rows));
}
