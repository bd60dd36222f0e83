import type { Row } from "../../questdb/answer.ts";

/** What is known of a topic or table that grows. */
export interface Followed {
  /** The newest rows, at most as many as are kept, the newest last. */
  rows: Row[];
  /** How many rows came since the last time. */
  added: number;
  /** The time of the newest row; undefined if rows have none. */
  newest: Date | undefined;
  /** What is followed, for the label. */
  name: string;
}

/** Something that grows, asked again and again. */
export interface Feed {
  next(signal: AbortSignal): Promise<Followed>;
  close(): Promise<void>;
}

/** The label of what is shown: how old its newest row is. */
export function freshness({ name, newest }: Followed, now = Date.now()): string {
  const asked = new Date(now).toISOString().slice(11, 19);
  if (newest === undefined || isNaN(newest.getTime())) return `${name}: asked at ${asked} UTC`;
  const seconds = Math.max(0, Math.floor((now - newest.getTime()) / 1000));
  const day = newest.toISOString().slice(0, 10);
  const clock = newest.toISOString().slice(11, 19);
  const today = new Date(now).toISOString().slice(0, 10) === day;
  return `${name}: newest ${ago(seconds)} ago, at ${today ? "" : `${day} `}${clock} UTC`;
}

function ago(seconds: number): string {
  const units: [size: number, unit: string][] = [[86_400, "d"], [3600, "h"], [60, "min"]];
  const [size, unit] = units.find(([size]) => seconds >= 2 * size) ?? [1, "s"];
  return `${Math.floor(seconds / size)} ${unit}`;
}
