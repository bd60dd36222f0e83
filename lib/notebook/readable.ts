import { cellText } from "../csv_write.ts";
import { exact, timeText } from "../numbers.ts";

/** Maximum length of a value's text; the rest is cut with `…`. */
const MAX_LENGTH = 200;

/** A value as people read it: times without a zero fraction, numbers with all their digits. */
export function readable(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "";
  if (value instanceof Date) return timeText(value);
  const text = cellText(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

/** `1 row`, `1,000 rows`. */
export function count(n: number, word: string): string {
  return `${exact(n)} ${word}${n === 1 ? "" : "s"}`;
}
