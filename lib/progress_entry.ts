/** The state of one name in the progress, and what it says in words. */
export interface Entry {
  /** Records so far. */
  done: number;
  /** How much of the whole that is, 0 to 1, where it is known. */
  share: number | undefined;
  /** Time of the first update and of the newest, in milliseconds. */
  start: number;
  at: number;
  /** When it was last shown. */
  shown: number;
  /** Records and share at the first update: the rate counts from there. */
  firstDone: number;
  firstShare: number;
}

/** Takes an update into the entry of its name, which it makes at the first. */
export function track(
  entries: Map<string, Entry>,
  name: string,
  { done, of, now }: { done: number; of?: number | { share?: number }; now: number },
): Entry {
  const known = typeof of === "number" ? (of > 0 ? done / of : 1) : of?.share;
  const share = known === undefined ? undefined : Math.min(1, Math.max(0, known));
  let entry = entries.get(name);
  if (!entry) {
    const first = { start: now, shown: now, firstDone: done, firstShare: share ?? 0 };
    entries.set(name, entry = { ...first, done, share, at: now });
  }
  return Object.assign(entry, { done, share, at: now });
}

/**
 * What an entry says: count, share, rate since its start, and time. The time is what is left at
 * this rate, or once it is finished, what it took.
 *
 * @returns Four texts; empty where nothing is known.
 */
export function facts(entry: Entry, final: boolean): string[] {
  const { done, share, firstShare } = entry;
  const seconds = (entry.at - entry.start) / 1000;
  const rate = seconds > 0 && done > entry.firstDone
    ? (done - entry.firstDone) / seconds
    : undefined;
  const left = seconds > 0 && share !== undefined && share > firstShare
    ? seconds * (1 - share) / (share - firstShare)
    : undefined;
  const over = final || share === 1;
  return [
    `${done.toLocaleString("en-US")} ${done === 1 ? "record" : "records"}`,
    share === undefined ? "" : `${Math.floor(share * 100 + 1e-9)} %`,
    rate === undefined ? "" : `${Math.round(rate).toLocaleString("en-US")}/s`,
    over ? `in ${clock(seconds)}` : left === undefined ? "" : `${clock(left)} left`,
  ];
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
