import assert from "node:assert/strict";
import { murmur2, partitionOf } from "./partitioner.ts";

// From Kafka's own UtilsTest.testMurmur2.
const VECTORS: [string, number][] = [
  ["21", -973932308],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
  ["abc", 479470107],
];

Deno.test("murmur2() agrees with Kafka's Java client", () => {
  for (const [text, hash] of VECTORS) {
    assert.equal(murmur2(new TextEncoder().encode(text)), hash, text);
  }
});

Deno.test("partitionOf() uses the hash without its sign, of text or bytes", () => {
  for (const [text, hash] of VECTORS) {
    assert.equal(partitionOf(text, 7), (hash & 0x7fffffff) % 7, text);
    assert.equal(partitionOf(new TextEncoder().encode(text), 7), (hash & 0x7fffffff) % 7, text);
  }
  for (let length = 0; length < 90; length++) {
    for (const last of ["", "x", "ü", "漢", "😀"]) {
      const key = "x".repeat(length) + last;
      assert.equal(partitionOf(key, 1000), partitionOf(new TextEncoder().encode(key), 1000), key);
    }
  }
  const long = "ü".repeat(1000);
  assert.equal(partitionOf(long, 1000), partitionOf(new TextEncoder().encode(long), 1000));
});
