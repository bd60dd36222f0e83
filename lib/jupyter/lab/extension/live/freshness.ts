/** How fresh a display is that follows a topic or a query; the kernel and the page write it alike. */
export interface Freshness {
  /** What is followed. */
  name: string;
  /** The time of the newest row, milliseconds since 1970; undefined if rows have none. */
  newest?: number;
  /** When it was asked for, milliseconds since 1970 by the kernel's clock. */
  asked: number;
}

/** The label of what is shown: how old its newest row is. */
export function freshness({ name, newest, asked }: Freshness, now = asked): string {
  if (newest === undefined || Number.isNaN(newest)) return `${name}: asked at ${clock(asked)} UTC`;
  const seconds = Math.max(0, Math.floor((now - newest) / 1000));
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const date = day(now) === day(newest) ? "" : `${day(newest)} `;
  return `${name}: newest ${ago(seconds)} ago, at ${date}${clock(newest)} UTC`;
}

/** A time of day in UTC. */
export function clock(time: number): string {
  return new Date(time).toISOString().slice(11, 19);
}

function ago(seconds: number): string {
  const units: [size: number, unit: string][] = [[86_400, "d"], [3600, "h"], [60, "min"]];
  const [size, unit] = units.find(([size]) => seconds >= 2 * size) ?? [1, "s"];
  return `${Math.floor(seconds / size)} ${unit}`;
}
