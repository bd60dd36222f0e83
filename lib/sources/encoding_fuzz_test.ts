import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { fuzz } from "../fuzz_testing.ts";
import type { Random } from "../random.ts";
import { showBadBytes } from "./bad_bytes.ts";
import { decodingOf } from "./encoding.ts";

/** Bytes of text, with some that are not. */
function someBytes(random: Random): Buffer {
  const parts = Array.from(
    { length: random.int(0, 12) },
    () =>
      random.next() < 0.3
        ? Buffer.from(Array.from({ length: random.int(1, 3) }, () => random.int(0, 255)))
        : Buffer.from(random.pick(["a", "é", "€", "🚕", "\n", "\ufeff", "\ufffd", "word"])),
  );
  return Buffer.concat(parts);
}

/** A slow, simple reference: each byte that Node's decoder would replace becomes its mark. */
function utf8Reference(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    let length = 4;
    for (; length > 0; length--) {
      const part = bytes.subarray(at, at + length);
      if (part.length < length) continue;
      const char = part.toString();
      if ([...char].length === 1 && Buffer.from(char).equals(part)) break;
    }
    text += length === 0
      ? String.fromCharCode(0xdc00 + bytes[at]!)
      : bytes.toString("utf8", at, at + length);
    at += length || 1;
  }
  return text;
}

Deno.test("decodingOf() gives the same text wherever the bytes are cut, and loses no byte", async () => {
  await fuzz((random) => {
    const bytes = someBytes(random);
    const encoding = random.pick(["utf-8", "utf-16le", "utf-16be", "iso-8859-1", "windows-1252"]);
    const whole = decodingOf(encoding);
    const expected = whole.push(bytes) + whole.end();
    const decoding = decodingOf(encoding);
    let text = "";
    for (let at = 0, to; at < bytes.length; at = to) {
      to = at + random.int(1, 5);
      text += decoding.push(bytes.subarray(at, to));
    }
    text += decoding.end();
    assert.deepEqual([...text], [...expected]);
    assert.ok(showBadBytes(text).isWellFormed());
    if (encoding === "utf-8") assert.equal(text, utf8Reference(bytes));
    if (encoding.startsWith("utf-16")) {
      const even = Buffer.from(bytes.subarray(0, bytes.length - bytes.length % 2));
      if (encoding === "utf-16be") even.swap16();
      assert.equal(text.slice(0, even.length / 2), even.toString("utf16le"));
    }
    if (encoding === "iso-8859-1") assert.equal(text.length, bytes.length);
  });
});
