/** Text from outside, so that nothing in it controls a terminal. */

/** Control characters (C0, DEL, C1), line separators, lone surrogates, and marks that change the writing direction. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/gu;
const SHORT: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * The text with everything that could control a terminal escaped: `\n`, `\x1b`, `\u202e`. Within JSON,
 * where only characters from U+007F on can occur, it stands for the same text.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return SHORT[character] ??
      (character < "\x20" ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`);
  });
}

/** {@linkcode printable} text of several lines: line breaks and tabs stay. */
export function printableLines(text: string): string {
  return text.split(/(\r?\n|\t)/).map((part, i) =>
    i % 2 === 0 ? printable(part) : part.replace("\r", "")
  ).join("");
}
