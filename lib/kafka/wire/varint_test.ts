import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Encoder } from "../kafkajs_internals.ts";
import { VarintReader, varintSize, zigzag } from "./varint.ts";

const NUMBERS = [0, -1, 1, 63, -64, 64, 8191, -8193, 2 ** 31, -(2 ** 31) - 1, 2 ** 51, -(2 ** 51)];

Deno.test("VarintReader reads what kafkajs writes, in the size that varintSize() predicts", () => {
  for (const number of NUMBERS) {
    const { buffer } = new Encoder().writeVarLong(number);
    const reader = new VarintReader(Buffer.from(buffer));
    assert.equal(reader.varint(), number);
    assert.equal(reader.at, buffer.length);
    assert.equal(varintSize(zigzag(number)), buffer.length, String(number));
  }
});

Deno.test("VarintReader.bytesOrNull() tells empty from null and goes on after the bytes", () => {
  const reader = new VarintReader(Buffer.from([4, 7, 8, 1, 0, 2, 9]));
  const found = [1, 2, 3, 4].map(() => reader.bytesOrNull());
  assert.deepEqual(found, [Buffer.from([7, 8]), null, Buffer.alloc(0), Buffer.from([9])]);
});

Deno.test("VarintReader.varint() is NaN for a number that is cut off or longer than 64 bits", () => {
  for (const bytes of [[], [128], [255, 255], Array(20).fill(255)]) {
    assert.ok(Number.isNaN(new VarintReader(Buffer.from(bytes)).varint()), String(bytes));
  }
});

Deno.test("VarintReader.varint() keeps the sign of numbers that are too large to be exact", () => {
  for (const number of [2n ** 62n, -(2n ** 62n) - 1n, 23_764_844_322_750_463n, -(2n ** 53n) - 3n]) {
    const bytes: number[] = [];
    let left = number < 0n ? -2n * number - 1n : 2n * number;
    for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
    bytes.push(Number(left));
    assert.equal(new VarintReader(Buffer.from(bytes)).varint(), Number(number), String(number));
  }
});
