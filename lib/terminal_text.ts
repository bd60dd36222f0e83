/** Text that is safe for a terminal: nothing in it controls the terminal, and its width is known. */
import stringWidth from "string-width";

/** Control characters (C0, DEL, C1), line separators, lone surrogates, and marks that change the writing direction. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/gu;
const SHORT: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The text with everything that could control a terminal escaped: `\n`, `\x1b`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return SHORT[character] ??
      (code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`);
  });
}

/** JSON of a value in which everything that could control a terminal is escaped: `\u001b`, `\u202e`. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(
    UNSAFE, // stands in strings only, as JSON is written without white space
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

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
