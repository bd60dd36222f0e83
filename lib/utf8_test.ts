import assert from "node:assert/strict";
import { decodeUtf8 } from "./utf8.ts";

const bytes = (...numbers: number[]) => Uint8Array.from(numbers);

Deno.test("decodeUtf8() decodes what is UTF-8, also a U+FFFD that was written as such", () => {
  for (const text of ["", "trip", "naïve 🚕", "a\ufffdb", "\0"]) {
    assert.equal(decodeUtf8(new TextEncoder().encode(text)), text);
  }
});

Deno.test("decodeUtf8() decodes no bytes that are not UTF-8", () => {
  for (
    const wrong of [
      bytes(0x4c, 0xe9, 0x6f), // Latin-1
      bytes(0xed, 0xa0, 0x80), // a lone surrogate
      bytes(0xc0, 0x80), // an overlong NUL
      bytes(0xf4, 0x90, 0x80, 0x80), // beyond U+10FFFF
      bytes(0xef, 0xbf, 0xbd, 0xff), // a real U+FFFD, then a wrong byte
    ]
  ) assert.equal(decodeUtf8(wrong), undefined);
});

Deno.test("decodeUtf8() decodes a part, and a view into a larger buffer", () => {
  const whole = bytes(0xff, 0x61, 0x62, 0xff);
  assert.equal(decodeUtf8(whole, { start: 1, end: 3 }), "ab");
  assert.equal(decodeUtf8(whole.subarray(1, 3)), "ab");
  assert.equal(decodeUtf8(whole.subarray(1)), undefined);
});
