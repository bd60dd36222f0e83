/** Messages as the page writes them. */
import { exact } from "../../../lib/numbers.ts";
import type { MessagesAnswer } from "../../topics/messages_answer.ts";

type Message = MessagesAnswer["messages"][number];

/** A part of a message as text; bytes that are no text are shown as base64. */
export function partText(part: Message["key"]): string {
  if (part === null) return "";
  return typeof part === "string" ? part : `base64 ${part.base64}`;
}

/** A value indented if it is JSON, else as it stands. */
export function prettyText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A sentence about what was found, and why there is no more. */
export function foundText({ messages, scanned, ended, isHidden }: MessagesAnswer): string {
  const count = messages.length === 0
    ? "No message found"
    : `${exact(messages.length)} ${messages.length === 1 ? "message" : "messages"}`;
  const looked = scanned > messages.length ? `, ${exact(scanned)} looked at` : "";
  const why = {
    all: "",
    limit: "; there are more",
    bytes: "; the rest would be too many bytes",
    time: "; the time was over: choose a place nearer to what you look for",
    scanned: "; the search ends here: choose a place nearer to what you look for",
  }[ended];
  return `${count}${looked}${why}${isHidden ? ". Sensitive fields are hidden" : ""}`;
}
