import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { badBytes, showBadBytes } from "./bad_bytes.ts";
import { decodingOf, encodingOf } from "./encoding.ts";

/** Decodes bytes in one piece. */
function decode(bytes: number[] | Uint8Array, label: string): string {
  const decoding = decodingOf(encodingOf(label));
  return decoding.push(Uint8Array.from(bytes)) + decoding.end();
}

Deno.test("UTF-16BE keeps its order before a half unit at the end", () => {
  const decoding = decodingOf("utf-16be");
  const bytes = new Uint8Array([0x00, 0x41, 0xd8, 0x3d, 0x07]); // "A", half a pair, half a unit
  assert.equal(decoding.push(bytes) + decoding.end(), "A\ud83d\udc07");
});

Deno.test("encodingOf() knows WHATWG's labels and the usual ones, and refuses others", () => {
  const known = { "UTF8": "utf-8", "latin1": "iso-8859-1", "cp1252": "windows-1252" };
  const more = { "utf-16": "utf-16le", "UTF-16BE": "utf-16be", "sjis": "shift_jis" };
  for (const [label, encoding] of Object.entries({ ...known, ...more })) {
    assert.equal(encodingOf(label), encoding);
  }
  assert.throws(() => encodingOf("ebcdic"), { name: "UsageError", message: /no such encoding/ });
});

Deno.test("decodingOf() reads each encoding", () => {
  const text = "Café – 5 €\n🚕";
  assert.equal(decode(Buffer.from(text), "utf-8"), text);
  assert.equal(decode(Buffer.from(text, "utf16le"), "utf-16"), text);
  assert.equal(decode(Buffer.from(text, "utf16le").swap16(), "utf-16be"), text);
  assert.equal(
    decode([0x43, 0x61, 0x66, 0xe9, 0x20, 0x96, 0x20, 0x80], "windows-1252"),
    "Café – €",
  );
  assert.equal(decode([0x43, 0xe9, 0xff], "latin1"), "Céÿ");
  assert.equal(decode([0x83, 0x5e, 0x83, 0x4e], "shift_jis"), "タク");
});

Deno.test("decodingOf() marks bytes that are not of the encoding, and only them", () => {
  const shown = (bytes: number[], label: string) => showBadBytes(decode(bytes, label));
  assert.equal(shown([0x61, 0xe9, 0x62, 0x0a, 0xc3, 0xa9], "utf-8"), "a\\xE9b\né");
  assert.equal(shown([0xed, 0xa0, 0xbd, 0x7a], "utf-8"), "\\xED\\xA0\\xBDz", "a surrogate");
  assert.equal(
    shown([0xc0, 0xaf, 0xf5, 0x80], "utf-8"),
    "\\xC0\\xAF\\xF5\\x80",
    "overlong, too large",
  );
  assert.equal(shown([0x61, 0xf0, 0x9f], "utf-8"), "a\\xF0\\x9F", "cut off");
  assert.equal(decode([0xef, 0xbf, 0xbd], "utf-8"), "\ufffd", "U+FFFD itself is a character");
  // Control characters in ISO 8859-1, not defined in windows-1252.
  assert.equal(shown([0x61, 0x93], "latin1"), "a\\x93");
  assert.equal(shown([0x61, 0x81], "windows-1252"), "a\\x81");
  assert.equal(shown([0x61, 0x00, 0x3d, 0xd8, 0x62, 0x00], "utf-16le"), "a\\ud83db");
  assert.equal(shown([0x61, 0x00, 0x62], "utf-16le"), "a\\x62", "half a unit");
  assert.ok(!decode([0x83, 0xff], "shift_jis").isWellFormed());
});

Deno.test("badBytes() names the byte and the next step", () => {
  assert.equal(
    badBytes(decode([0x61, 0xe9], "utf-8"), "utf-8"),
    "is not UTF-8 (byte 0xE9): name the file's encoding, for example --encoding windows-1252",
  );
  assert.match(badBytes("\ud83d", "utf-16le"), /^is not UTF-16LE: half a character/);
});
