import { Buffer, isUtf8 } from "node:buffer";

/** What stands in a decoded text for bytes that are not UTF-8. It may also be a character of the text. */
const REPLACEMENT = "\ufffd";

/**
 * Decodes UTF-8. Bytes that are not UTF-8 are never replaced silently: two different texts would
 * become one.
 *
 * @param range `start` and `end`: the part to decode, in bytes. @default all
 * @returns Undefined if the bytes are not UTF-8.
 */
export function decodeUtf8(
  bytes: Uint8Array,
  { start = 0, end = bytes.length }: { start?: number; end?: number } = {},
): string | undefined {
  const buffer = bytes instanceof Buffer
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Decoding is much faster than checking, and nearly all text holds no U+FFFD.
  const text = buffer.toString("utf8", start, end);
  return text.includes(REPLACEMENT) && !isUtf8(buffer.subarray(start, end)) ? undefined : text;
}
