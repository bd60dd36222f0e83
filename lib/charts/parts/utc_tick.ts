const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY = 86_400_000;

/** A tick label in UTC and 24 hours; the day, month or year below it where a new one begins. */
export function utcTick(date: Date, i: number, ticks: readonly Date[]): string {
  const before = i > 0 ? ticks[i - 1] : undefined;
  const year = date.getUTCFullYear();
  const month = MONTHS[date.getUTCMonth()]!;
  const newYear = before?.getUTCFullYear() !== year;
  if (ticks.some((tick) => Number(tick) % DAY !== 0)) {
    const day = date.toISOString();
    const seconds = ticks.some((tick) => Number(tick) % 60_000 !== 0);
    const millis = ticks.some((tick) => Number(tick) % 1000 !== 0);
    const time = day.slice(11, millis ? 23 : seconds ? 19 : 16);
    const begins = before?.toISOString().slice(0, 10) !== day.slice(0, 10);
    return begins ? `${time}\n${month} ${date.getUTCDate()}${before ? "" : `, ${year}`}` : time;
  }
  if (ticks.some((tick) => tick.getUTCDate() !== 1)) {
    const begins = newYear || before?.getUTCMonth() !== date.getUTCMonth();
    return `${date.getUTCDate()}${begins ? `\n${month}${newYear ? ` ${year}` : ""}` : ""}`;
  }
  if (ticks.some((tick) => tick.getUTCMonth() !== 0)) return newYear ? `${month}\n${year}` : month;
  return String(year);
}
