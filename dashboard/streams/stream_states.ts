import { literal } from "../../lib/questdb/literal.ts";
import { quoted } from "../../lib/questdb/profile/profiled.ts";
import { deadLetters } from "../../lib/streams/dead_letters.ts";
import type { PanelContext } from "../define_page.ts";
import type { ListedStream } from "./all_streams.ts";
import { ArrivalMeter } from "./arrivals.ts";
import { sinkLags } from "./lags.ts";

/** How a stream is. A type, not an interface: panels take it as a row. */
export type StreamState = {
  stream: string;
  /** The feed or the flow that fills it. */
  by: string;
  /** Path of its page; null without a table. */
  page: string | null;
  /** Rows of its table; null without one. */
  rows: number | null;
  /** Rows that arrive, per second; null until two counts are known. */
  rate: number | null;
  /** When its table was last written; null if it was not since QuestDB started. */
  written: Date | null;
  /** Time of its newest row. */
  newest: Date | null;
  /** Messages that its sink has not stored yet; null if that is unknown. */
  lag: number | null;
  /** Open dead letters. */
  dead_letters: number;
  /** Rows by their time, in the range's buckets. */
  over_time: number[] | null;
};

/** One for all viewers: it needs counts of different moments. */
const arrivals = new ArrivalMeter();

/**
 * How streams are, with four queries however many there are.
 *
 * @param options `overTime`: counts by time, too. @default true
 */
export async function streamStates(
  context: PanelContext,
  listed: readonly ListedStream[],
  { overTime = true }: { overTime?: boolean } = {},
): Promise<StreamState[]> {
  const { services, signal, start, to, step, tableOf, note } = context;
  const ask = async <T extends Record<string, unknown>>(text: string) =>
    (await services.ask<T>(text, { signal })).rows;
  const streams = listed.map(({ stream }) => stream);
  const has = await Promise.all(streams.map((stream) => stream.table && services.has(stream)));
  const there = streams.filter((_, i) => has[i]);
  const each = (query: (table: string, name: string) => string) =>
    there.map((stream) => query(quoted(tableOf(stream)), literal(stream.name))).join(" union all ");
  const within = (at: Date) => literal(at.toISOString());

  const [counts, written, buckets, letters, lags] = await Promise.all([
    there.length === 0 ? [] : ask<{ name: string; n: number; newest: Date | null }>(
      each((table, name) => `select ${name} name, count() n, max(timestamp) newest from ${table}`),
    ),
    ask<{ table: string; written: Date | null }>(
      `select table_name "table", table_last_write_timestamp written from tables()`,
    ),
    there.length === 0 || !overTime ? [] : ask<{ name: string; at: Date; n: number }>(
      each((table, name) =>
        `select ${name} name, timestamp at, count() n from ${table} where timestamp >= ${
          within(start)
        } and timestamp < ${within(to)} sample by ${step.strings[0]}`
      ),
    ),
    openLetters(context),
    sinkLags(services, streams).catch((error) => {
      note(error);
      return new Map<string, number>();
    }),
  ]);
  const count = new Map(counts.map((row) => [row.name, row]));
  const wrote = new Map(written.map((row) => [row.table, row.written]));
  const series = Map.groupBy(buckets, ({ name }) => name);
  return listed.map(({ stream, by }, i) => {
    const { name } = stream;
    const known = has[i] ? count.get(name) : undefined;
    const rows = known ? Number(known.n) : null;
    return {
      stream: name,
      by,
      page: stream.table ? `/streams/${name}` : null,
      rows,
      rate: rows === null ? null : arrivals.rate(tableOf(stream), rows),
      written: known ? writtenOf(wrote.get(tableOf(stream)), known.newest) : null,
      newest: known?.newest ?? null,
      lag: lags.get(name) ?? null,
      dead_letters: letters.get(name) ?? 0,
      over_time: known && overTime ? spread(series.get(name) ?? [], context) : null,
    };
  });
}

/** Open dead letters by stream. */
async function openLetters({ sql, has }: PanelContext): Promise<Map<string, number>> {
  if (!await has(deadLetters)) return new Map();
  const rows = await sql<{ stream: string; letters: number }>`
    select stream, count() letters from ${deadLetters} where replayed is null`;
  return new Map(rows.map(({ stream, letters }) => [stream, Number(letters)]));
}

/** Counts of all buckets, also of those without rows. */
function spread(
  rows: readonly { at: Date; n: number }[],
  { start, to, step }: PanelContext,
): number[] {
  const counts = Array<number>(Math.ceil((+to - +start) / step.ms)).fill(0);
  for (const { at, n } of rows) {
    const bucket = Math.floor((+at - +start) / step.ms);
    if (bucket >= 0 && bucket < counts.length) counts[bucket] = Number(n);
  }
  return counts;
}

/** When a table was written: QuestDB gives the time of the newest row if it was not since its own start. */
export function writtenOf(written: Date | null | undefined, newest: Date | null): Date | null {
  return written && +written !== Number(newest) ? written : null;
}
