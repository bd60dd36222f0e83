const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

/** Steps of equal length, milliseconds; weeks begin on Monday. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .concat([1, 5, 15, 30].map((n) => n * SECOND), [1, 5, 15, 30].map((n) => n * MINUTE))
  .concat([1, 3, 6, 12].map((n) => n * HOUR), [1, 2, 7].map((n) => n * DAY));

/** Steps of months. */
const MONTHS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

/** Monday, 5 January 1970. */
const MONDAY = 4 * DAY;

/**
 * About `count` round times in UTC from one time to another, both in milliseconds since 1970. The
 * package d3-time does the same in four times the room, which every saved chart would carry.
 */
export function utcTicks(from: number, to: number, count: number): Date[] {
  const wanted = (to - from) / count;
  const step = STEPS.find((step) => step * 1.5 >= wanted);
  const ticks: Date[] = [];
  if (step !== undefined) {
    const shift = step === 7 * DAY ? MONDAY : 0;
    for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step) {
      ticks.push(new Date(at));
    }
    return ticks;
  }
  const months = MONTHS.find((months) => months * 30.4 * DAY * 1.5 >= wanted) ?? 1200;
  const start = new Date(from);
  const first = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  for (let month = first;; month += months) {
    const at = new Date(Date.UTC(2000, 0, 1));
    at.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    if (Number(at) > to) return ticks;
    if (Number(at) >= from) ticks.push(at);
  }
}
