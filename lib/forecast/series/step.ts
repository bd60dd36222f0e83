/** Distance between neighbours in a regular series: a fixed time, or calendar months. */
export type Step = { readonly ms: number } | { readonly months: number };

const DAY = 86_400_000;
const UNITS: [string, number][] = [["d", DAY], ["h", 3_600_000], ["m", 60_000], ["s", 1000]];

/** A step as people write it: `30m`, `1h`, `7d`, `1 month`, `1 quarter`, `1 year`. */
export function stepText(step: Step): string {
  if ("months" in step) {
    const [unit, size] = step.months % 12 === 0
      ? ["year", 12]
      : step.months % 3 === 0
      ? ["quarter", 3]
      : ["month", 1];
    const count = step.months / size;
    return `${count} ${unit}${count === 1 ? "" : "s"}`;
  }
  for (const [unit, size] of UNITS) {
    if (step.ms % size === 0) return `${step.ms / size}${unit}`;
  }
  return `${step.ms}ms`;
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}

/**
 * The time `count` steps after `time`, in UTC. A month step keeps the day of the month if the month
 * has it, and takes the month's last day if not.
 *
 * @param time Epoch milliseconds.
 * @param options `day`: day of the month to keep. @default that of `time`
 */
export function addSteps(
  time: number,
  count: number,
  { step, day }: { step: Step; day?: number },
): number {
  if ("ms" in step) return time + count * step.ms;
  const date = new Date(time);
  const months = date.getUTCMonth() + count * step.months;
  const year = date.getUTCFullYear() + Math.floor(months / 12);
  const month = ((months % 12) + 12) % 12;
  const wanted = Math.min(day ?? date.getUTCDate(), daysOf(year, month));
  return Date.UTC(year, month, wanted) + ((time % DAY) + DAY) % DAY;
}

/** Largest day of the month among the times, which a month step keeps where it can. */
export function anchorDay(times: readonly number[]): number {
  return times.reduce((day, time) => Math.max(day, new Date(time).getUTCDate()), 1);
}

/** Times of a grid: `count` times, a step apart, the first at `start`. */
export function gridTimes(
  start: number,
  count: number,
  options: { step: Step; day?: number },
): number[] {
  return Array.from({ length: count }, (_, i) => addSteps(start, i, options));
}

/** Months between two times on the same day of their months; NaN if the days differ. */
function monthsBetween(from: number, to: number, day: number): number {
  const a = new Date(from), b = new Date(to);
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() -
    a.getUTCMonth();
  return addSteps(from, months, { step: { months: 1 }, day }) === to ? months : NaN;
}

function commonest(gaps: number[]): number {
  const counts = new Map<number, number>();
  for (const gap of gaps) counts.set(gap, (counts.get(gap) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0];
}

/**
 * The regular step of times: the most common distance of neighbours, of which all others must be
 * multiples. Distances of whole months on the same day (or the month's end) make a month step.
 *
 * @param times Epoch milliseconds, ascending, at least two, no time twice.
 * @throws {RangeError} The times are not regular; the message names the first that is off.
 */
export function inferStep(times: readonly number[]): Step {
  const day = anchorDay(times);
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  if (gaps.every((gap) => gap >= 28 * DAY)) {
    const months = times.slice(1).map((time, i) => monthsBetween(times[i]!, time, day));
    if (!months.some(isNaN)) {
      const step = commonest(months);
      if (months.every((count) => count % step === 0)) return { months: step };
    }
  }
  const ms = commonest(gaps);
  const off = gaps.findIndex((gap) => gap % ms !== 0);
  if (off === -1) return { ms };
  const [from, to] = [times[off]!, times[off + 1]!].map((time) => new Date(time).toISOString());
  throw new RangeError(
    `Cannot find a regular step: most neighbours are ${stepText({ ms })} apart, but ${from} and ` +
      `${to} are not a multiple of that. Group the rows into buckets first, with SAMPLE BY in SQL`,
  );
}
