import { taxiTrips } from "../../../lib/feeds/mod.ts";
import { taxiFare5s } from "../../../lib/windows/declared/mod.ts";
import { outputStream } from "../../../lib/windows/output.ts";
import type { WindowEngine } from "../../../lib/windows/window.ts";
import type { Stream } from "../../../lib/streams/stream.ts";
import type { PanelContext } from "../../define_page.ts";
import { fillBuckets } from "../../fill_buckets.ts";

/** Whose windows are read, the first that runs, with names for the legend. */
const ENGINES: readonly [WindowEngine, name: string][] = [
  ["deno", "Deno"],
  ["flink", "Flink"],
  ["questdb", "QuestDB"],
];
/** A running window is this far behind the newest trip at most, in milliseconds. */
const BEHIND = 75_000;

/** The table that fares are read from. */
interface Source {
  stream: Stream;
  /** As the legend says it. */
  name: string;
}

/**
 * Fares and tips in each bucket: sums of the windows `taxi_fare_5s` if one of its engines runs and its
 * table holds the whole range, else of the trips. Rows `{timestamp, series, dollars}`.
 */
export async function farePerWindow(context: PanelContext): Promise<Record<string, unknown>[]> {
  const { sql, start, to, step } = context;
  const { stream, name } = await sourceOf(context);
  // A window that goes on after the range holds trips that are not in it.
  const end = stream === taxiTrips ? to : new Date(+to - taxiFare5s.kind.size + 1);
  const rows = await sql<{ timestamp: Date; fare: number | null; tips: number | null }>`
    select timestamp, sum(fare) fare, sum(tips) tips from ${stream}
    where timestamp >= ${start} and timestamp < ${end} sample by ${step}`;
  const series = (column: "fare" | "tips", label: string) =>
    rows.map((row) => ({
      timestamp: row.timestamp,
      series: `${label}, ${name}`,
      dollars: row[column] ?? 0, // no trip of the bucket has an amount
    }));
  const all = [...series("fare", "fares"), ...series("tips", "tips")];
  return fillBuckets(all, context, { series: "series", zero: ["dollars"] });
}

async function sourceOf(context: PanelContext): Promise<Source> {
  const trips = await extent(context, taxiTrips);
  const { size } = taxiFare5s.kind;
  if (trips) {
    for (const [engine, name] of ENGINES) {
      const stream = outputStream(taxiFare5s, engine);
      if (!await context.has(stream)) continue;
      const windows = await extent(context, stream);
      const isWhole = windows && windows.first <= Math.floor(trips.first / size) * size &&
        windows.last >= trips.last - BEHIND;
      if (isWhole) return { stream, name: `windows of ${name}` };
    }
  }
  return { stream: taxiTrips, name: "from the trips" };
}

/** First and last time in the range, in milliseconds since 1970. */
async function extent(
  { sql, start, to }: PanelContext,
  stream: Stream,
): Promise<{ first: number; last: number } | undefined> {
  const [row] = await sql<{ first: Date | null; last: Date | null }>`
    select min(timestamp) first, max(timestamp) last from ${stream}
    where timestamp >= ${start} and timestamp < ${to}`;
  return row?.first && row.last ? { first: +row.first, last: +row.last } : undefined;
}
