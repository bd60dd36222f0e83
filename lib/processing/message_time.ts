import type { IncomingMessage } from "../kafka/consumer.ts";

/** The last millisecond of the year 9999, which ISO text and QuestDB can hold. */
const LATEST = Date.UTC(10_000, 0) - 1;

/** A message's own time; some have none, written as −1, and producers may write any 64-bit number. */
export function timeOf({ timestamp }: Pick<IncomingMessage, "timestamp">): string {
  return new Date(Math.min(Math.max(0, timestamp), LATEST)).toISOString();
}
