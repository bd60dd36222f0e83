/**
 * Bytes that are no character of a text's encoding. They are never replaced by U+FFFD, which would
 * make two different texts equal, and never fail a whole file: each stands in the text as a lone
 * surrogate, U+DC00 + byte, which no valid text holds, until the row that has it is rejected.
 * Source of the idea: PEP 383, "surrogateescape".
 */

const LONE = /\p{Surrogate}/u;
const EVERY_LONE = /\p{Surrogate}/gu;

/** The mark for a byte. @param byte 0 if it is not known. */
export function markOf(byte: number): string {
  return String.fromCharCode(0xdc00 + byte);
}

/** Whether the text holds no mark and no half of a surrogate pair. */
export function isWhole(text: string): boolean {
  return text.isWellFormed();
}

/**
 * Why a text that is not whole cannot be used: `is not UTF-8 (byte 0xE9): name the file's encoding,
 * for example --encoding windows-1252`.
 *
 * @param encoding Its encoding, as {@linkcode encodingOf} names it.
 */
export function badBytes(text: string, encoding: string): string {
  const mark = (LONE.exec(text)?.[0] ?? "\udc00").charCodeAt(0);
  const byte = mark > 0xdc00 && mark <= 0xdcff ? ` (byte ${hex(mark - 0xdc00)})` : "";
  if (encoding.startsWith("utf-16")) return `is not ${encoding.toUpperCase()}: half a character`;
  const other = encoding === "windows-1252" ? "iso-8859-15 or utf-8" : "windows-1252";
  return `is not ${encoding.toUpperCase()}${byte}: ` +
    `name the file's encoding, for example --encoding ${other}`;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** A text for people: marks as `\xE9`, halves of a surrogate pair as `\ud83d`. */
export function showBadBytes(text: string): string {
  if (isWhole(text)) return text;
  return text.replace(EVERY_LONE, (lone) => {
    const code = lone.charCodeAt(0);
    return code >= 0xdc00 && code <= 0xdcff
      ? `\\x${hex(code - 0xdc00).slice(2)}`
      : `\\u${code.toString(16)}`;
  });
}
