/** Text that is safe for a terminal: nothing in it controls the terminal, and its width is known. */
import stringWidth from "string-width";

export { printable } from "./printable.ts";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The width of a {@linkcode printable} text in terminal cells: CJK characters and emoji take two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/**
 * The text if it fits into `width` cells, else its beginning and `…`. Never cuts inside a character,
 * unless that has more than 16 · `width` UTF-16 units.
 */
export function cutTo(text: string, width: number): string {
  const longest = 16 * width;
  // A unit takes at most two cells, so most texts need not be measured.
  if (text.length * 2 <= width || text.length <= longest && widthOf(text) <= width) return text;
  let cut = "", used = 0;
  for (const { segment } of graphemes.segment(text.slice(0, longest))) {
    used += widthOf(segment);
    if (used > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}
