import type { Freshness } from "../../jupyter/lab/extension/live/freshness.ts";
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

/** How fresh that is, for the label. */
export function freshnessOf({ name, newest }: Followed, asked = Date.now()): Freshness {
  return { name, asked, ...newest === undefined ? {} : { newest: newest.getTime() } };
}
