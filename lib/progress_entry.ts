/** The state of progress and its texts, which all displays share. */
import { printable } from "./terminal_text.ts";

/** The state of one name in the progress. */
export interface ProgressEntry {
  /** Items so far. */
  done: number;
  /** Total number of items, if it is known. */
  total: number | undefined;
  /** Share of the whole, 0 to 1, if it is known. */
  share: number | undefined;
  /** Shown at the end of its line; "" if nothing. */
  note: string;
  /** Time of the first update, in milliseconds. */
  start: number;
  /** Time of the latest update, in milliseconds. */
  at: number;
  /** When it was last shown, in milliseconds; at first the start. */
  shown: number;
  /** Items and share at the first update: the rate counts from there. */
  firstDone: number;
  firstShare: number;
}

/** What an update says. */
export interface ProgressUpdate {
  /** Items so far. */
  done: number;
  /** Total number of items, or the share (0 to 1) of the input that is read; absent if unknown. */
  of?: number | { share?: number; note?: string } | undefined;
  /** Milliseconds of a monotonic clock. */
  now: number;
}

/** Applies an update to an entry. @returns The same entry, or a new one if there was none. */
export function track(
  entry: ProgressEntry | undefined,
  { done, of, now }: ProgressUpdate,
): ProgressEntry {
  const total = typeof of === "number" ? of : undefined;
  const known = typeof of === "number" ? (of > 0 ? done / of : 1) : of?.share;
  const note = typeof of === "object" ? of.note ?? "" : "";
  const share = known === undefined ? undefined : Math.min(1, Math.max(0, known));
  const first = { start: now, shown: now, firstDone: done, firstShare: share ?? 0 };
  return Object.assign(entry ?? first, { done, total, share, note, at: now }) as ProgressEntry;
}

/** Options for {@linkcode facts}. */
export interface FactsOptions {
  /** Shows the time that it took instead of the time left. @default false */
  final?: boolean;
  /** What is counted, in the singular: `5,000 records`. @default the total: `5,000 of 10,000` */
  unit?: string;
}

/**
 * What an entry says: count, share, rate since its start, and time. The time is what is left at
 * this rate, or, once it is finished, what it took. Then its note.
 *
 * @returns Five texts; unknown ones are empty.
 */
export function facts(entry: ProgressEntry, { final = false, unit }: FactsOptions = {}): string[] {
  const { done, total, share, firstShare } = entry;
  const seconds = (entry.at - entry.start) / 1000;
  const rate = seconds > 0 && done > entry.firstDone
    ? (done - entry.firstDone) / seconds
    : undefined;
  const left = seconds > 0 && share !== undefined && share > firstShare
    ? seconds * (1 - share) / (share - firstShare)
    : undefined;
  const whole = unit
    ? ` ${unit}${done === 1 ? "" : "s"}`
    : total === undefined
    ? ""
    : ` of ${full(total)}`;
  return [
    full(done) + whole,
    share === undefined ? "" : `${Math.floor(share * 100 + 1e-9)} %`,
    rate === undefined ? "" : `${full(Math.round(rate))}/s`,
    final || share === 1 ? `in ${clock(seconds)}` : left === undefined ? "" : `${clock(left)} left`,
    entry.note,
  ];
}

/** An entry as a line of text: `taxi_trips: 5,000 records, 25 %, 2,500/s, 0:06 left`. */
export function factsLine(name: string, entry: ProgressEntry, options: FactsOptions = {}): string {
  return `${printable(name)}: ${facts(entry, options).filter(Boolean).join(", ")}`;
}

function full(n: number): string {
  return n.toLocaleString("en-US");
}

/** `0:04`, `12:30`, `1:02:03`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}
