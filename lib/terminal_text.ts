/** Text that is safe for a terminal: nothing in it controls the terminal, and its width is known. */
export { printable } from "./printable.ts";

/** Characters that take two cells: most of CJK, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

// In a kernel whose folder has a project of its own, no package of ours can be loaded.
const exactWidth = await import("string-width").then((module) => module.default, () => undefined);

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The width of a {@linkcode printable} text in terminal cells: CJK characters and emoji take two. */
export function widthOf(text: string): number {
  if (exactWidth) return exactWidth(text);
  const all = Array.from(graphemes.segment(text), ({ segment }) => WIDE.test(segment) ? 2 : 1);
  return all.reduce<number>((sum, width) => sum + width, 0);
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
