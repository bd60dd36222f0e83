/**
 * The one rule for encodings of files: a byte-order mark of UTF-8 or UTF-16 decides; else the
 * encoding that the user names; else UTF-8. Bytes that are not of the encoding are marked
 * (bad_bytes.ts), and the row that has them is rejected.
 *
 * Names are the labels of the WHATWG Encoding Standard, and a few of Python's, with two
 * differences: `latin1` is ISO 8859-1 itself and `ascii` is a part of UTF-8, where browsers read
 * both as windows-1252. In encodings of one byte a character, 0x80 to 0x9F must be printable: ISO
 * 8859 has control characters there, which no text holds, so such a byte means another encoding.
 */
import { Buffer } from "node:buffer";
import { UsageError } from "../errors.ts";
import { decodeUtf8 } from "../utf8.ts";
import { markOf } from "./bad_bytes.ts";

const NAMES: Record<string, string> = {
  ...{ "utf8": "utf-8", "utf-8-sig": "utf-8", "ascii": "utf-8", "us-ascii": "utf-8" },
  ...{ "utf16": "utf-16le", "utf-16": "utf-16le" },
  ...{ "latin1": "iso-8859-1", "latin-1": "iso-8859-1", "l1": "iso-8859-1" },
  ...{ "iso8859-1": "iso-8859-1", "iso_8859-1": "iso-8859-1", "iso-8859-1": "iso-8859-1" },
};

/**
 * The encoding that a label stands for.
 *
 * @param label `utf-8`, `latin1`, `windows-1252`, `utf-16`, `shift_jis`, …; case does not matter.
 * @throws {UsageError} There is no such encoding.
 */
export function encodingOf(label: string): string {
  const plain = label.trim().toLowerCase();
  const known = NAMES[plain];
  if (known !== undefined) return known;
  try {
    return new TextDecoder(plain).encoding;
  } catch {
    throw new UsageError(
      `Cannot use --encoding ${JSON.stringify(label)}: there is no such encoding; ` +
        "for example utf-8, latin1, windows-1252, utf-16",
    );
  }
}

const MARKS: [mark: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/** The encoding that a byte-order mark names, and the mark's length in bytes. */
export function byteOrderMark(
  start: Uint8Array,
): { encoding: string; length: number } | undefined {
  const found = MARKS.find(([mark]) => mark.every((byte, i) => start[i] === byte));
  return found && { encoding: found[1], length: found[0].length };
}

/**
 * The form of UTF-16 that a text without a byte-order mark seems to have: every other of its first
 * bytes is NUL.
 */
export function looksLikeUtf16(start: Uint8Array): string | undefined {
  const first = start.subarray(0, 16);
  if (first.length < 4) return undefined;
  const zeros = (at: number) => first.every((byte, i) => (byte === 0) === (i % 2 === at));
  return zeros(1) ? "utf-16le" : zeros(0) ? "utf-16be" : undefined;
}

/** Decodes bytes that arrive in pieces, cut anywhere. */
export interface TextDecoding {
  /** The text of the next piece; characters that are cut off are kept for the next one. */
  push(bytes: Uint8Array): string;
  /** Ends the bytes. @returns What was kept. */
  end(): string;
}

/** Opens a decoder. @param encoding As {@linkcode encodingOf} names it. */
export function decodingOf(encoding: string): TextDecoding {
  if (encoding === "utf-8") return inUnits(utf8Tail, utf8Text);
  if (encoding === "utf-16le") return inUnits((bytes) => utf16Tail(bytes, 1), utf16Text);
  if (encoding === "utf-16be") {
    return inUnits(
      (bytes) => utf16Tail(bytes, 0),
      (bytes) => utf16Text(swapped(bytes)),
    );
  }
  if (encoding === "iso-8859-1") {
    return inUnits(() => 0, (bytes) => withoutControls(Buffer.from(bytes).toString("latin1")));
  }
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const marked = (text: string) => withoutControls(text).replaceAll("\ufffd", markOf(0));
  return {
    push: (bytes) => marked(decoder.decode(bytes, { stream: true })),
    end: () => marked(decoder.decode()),
  };
}

/** @param tail How many bytes at the end are the start of a character. */
function inUnits(
  tail: (bytes: Uint8Array) => number,
  text: (bytes: Uint8Array) => string,
): TextDecoding {
  let kept = new Uint8Array();
  return {
    push(bytes) {
      const all = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
      const end = all.length - tail(all);
      kept = all.slice(end);
      return end === 0 ? "" : text(all.subarray(0, end));
    },
    end() {
      const last = text(kept);
      kept = new Uint8Array();
      return last;
    },
  };
}

function withoutControls(text: string): string {
  return text.replace(/[\x80-\x9f]/g, (control) => markOf(control.charCodeAt(0)));
}

/** Bytes of the character that a byte starts; 0 if it starts none. Source: RFC 3629, section 4. */
function utf8Length(byte: number): number {
  if (byte < 0x80) return 1;
  return byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

function utf8Tail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc0 || byte < 0x80) return utf8Length(byte) > back ? back : 0;
  }
  return 0;
}

function utf8Text(bytes: Uint8Array): string {
  const whole = decodeUtf8(bytes);
  if (whole !== undefined) return whole;
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(10, at);
    const end = newline === -1 ? bytes.length : newline + 1;
    text += decodeUtf8(bytes, { start: at, end }) ?? markedUtf8(bytes.subarray(at, end));
    at = end;
  }
  return text;
}

/** The text of a line with bad bytes. */
function markedUtf8(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = utf8Length(bytes[at]!);
    const end = at + length;
    const char = length === 0 || end > bytes.length
      ? undefined
      : decodeUtf8(bytes, { start: at, end });
    text += char ?? markOf(bytes[at]!);
    at += char === undefined ? 1 : length;
  }
  return text;
}

/** @param high Offset of the high byte in a unit. */
function utf16Tail(bytes: Uint8Array, high: number): number {
  const odd = bytes.length % 2;
  const last = bytes.length - odd - 2;
  // The first half of a surrogate pair waits for the second.
  return last >= 0 && (bytes[last + high]! & 0xfc) === 0xd8 ? odd + 2 : odd;
}

/** With the bytes of each whole unit in the other order. */
function swapped(bytes: Uint8Array): Buffer {
  const all = Buffer.from(bytes);
  all.subarray(0, all.length - all.length % 2).swap16();
  return all;
}

function utf16Text(bytes: Uint8Array): string {
  const even = bytes.length - bytes.length % 2;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, even).toString("utf16le");
  return even === bytes.length ? text : text + markOf(bytes[even]!);
}
