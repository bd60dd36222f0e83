import assert from "node:assert/strict";
import { crc32c } from "./crc32c.ts";

Deno.test("crc32c() agrees with RFC 3720, appendix B.4", () => {
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c);
  assert.equal(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
});

Deno.test("crc32c() covers a part of the bytes, of any length", () => {
  const text = new TextEncoder().encode("..123456789..");
  assert.equal(crc32c(text, 2, 11), 0xe3069283);
  assert.equal(crc32c(text, 5, 5), 0);
});

Deno.test("crc32c() does not depend on where the bytes lie in memory", () => {
  const text = new TextEncoder().encode("..." + "Kafka's record batches ".repeat(3));
  for (let length = 0; length < text.length - 3; length++) {
    const found = new Set<number>();
    for (let shift = 0; shift < 9; shift++) {
      const moved = new Uint8Array(text.length + shift).subarray(shift);
      moved.set(text);
      found.add(crc32c(moved, 3, 3 + length));
    }
    assert.equal(found.size, 1, `length ${length}`);
  }
});
