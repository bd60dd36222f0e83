/** What the route of the Topics page answers; the browser reads it. */
import type { MessagesFound } from "./read_messages.ts";

/** Messages for the page. Times are ISO text, null beyond the calendar. */
export interface MessagesAnswer extends Pick<MessagesFound, "scanned" | "ended"> {
  messages: (Omit<MessagesFound["messages"][number], "timestamp"> & { timestamp: string | null })[];
  /** Whether fields are hidden. */
  isHidden: boolean;
}

/** Messages that can be asked for. */
export const MOST_MESSAGES = 500;
