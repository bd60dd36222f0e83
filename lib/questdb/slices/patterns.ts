/** Patterns of LIKE and ILIKE as SQL literals; `%`, `_` and `\\` in the text stand for themselves. */
import { literal } from "../literal.ts";

/** Text that begins with a text. */
export function startsWith(text: string): string {
  return literal(`${escaped(text)}%`);
}

/** Text that has a text in it. */
export function containing(text: string): string {
  return literal(`%${escaped(text)}%`);
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
