/** Text made fit for a terminal: nothing in it drives the terminal, and its width is known. */
import stringWidth from "string-width";

/** Control characters (C0, DEL, C1), line separators, halves of surrogate pairs, and marks that turn the direction of writing. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/gu;
const SHORT: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The text with whatever could drive a terminal written out: `\n`, `\x1b`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return SHORT[character] ??
      (code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`);
  });
}

/** The cells that a {@linkcode printable} text takes: Chinese, Japanese, Korean and emoji take two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/**
 * The text if it fits into `width` cells, or its beginning and `…`. Never cuts inside a character,
 * unless it is one heaped up of more than 16 · `width` UTF-16 units.
 */
export function cutTo(text: string, width: number): string {
  const longest = 16 * width;
  // A unit takes two cells at most, so most texts need no measuring.
  if (text.length * 2 <= width || text.length <= longest && widthOf(text) <= width) return text;
  let cut = "", used = 0;
  for (const { segment } of graphemes.segment(text.slice(0, longest))) {
    used += widthOf(segment);
    if (used > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}
