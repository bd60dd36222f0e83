import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { seeded } from "../random.ts";
import { findFiles } from "./files.ts";
import { readText } from "./read_text.ts";

/** What is read from a file with the given bytes. */
async function textOf(bytes: Uint8Array, { signal }: { signal?: AbortSignal } = {}) {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    const [file] = await findFiles(path, { extensions: [] });
    const pieces = await Array.fromAsync(readText(file!, { signal }));
    const last = pieces.at(-1);
    const text = pieces.map((piece) => piece.text).join("");
    return { text, bytes: last?.bytes, broken: last?.broken, pieces: pieces.length };
  } finally {
    await Deno.remove(path);
  }
}

/** Lines that do not compress well. */
function someLines(count: number): string {
  const random = seeded("lines");
  return Array.from({ length: count }, () => `${random.int(0, 1e9)},é🚕,${random.next()}\n`).join(
    "",
  );
}

Deno.test("readText() reads plain and compressed files, detected by their bytes", async () => {
  const text = someLines(20_000);
  const plain = await textOf(Buffer.from(text));
  assert.equal(plain.text, text);
  assert.equal(plain.bytes, Buffer.byteLength(text));
  const packed = gzipSync(text);
  const unpacked = await textOf(packed);
  assert.equal(unpacked.text, text);
  assert.equal(unpacked.bytes, packed.length);
  assert.ok(plain.pieces > 5 && unpacked.pieces > 5, "a file comes in pieces");
  assert.deepEqual(await textOf(new Uint8Array()), {
    text: "",
    bytes: 0,
    broken: undefined,
    pieces: 1,
  });
  assert.equal((await textOf(new Uint8Array([0x1f]))).text, "\x1f");
});

Deno.test("readText() reads gzip of many members whole", async () => {
  const parts = ["one\n", "", someLines(5000), "last"];
  const { text, broken } = await textOf(Buffer.concat(parts.map((part) => gzipSync(part))));
  assert.equal(text, parts.join(""));
  assert.equal(broken, undefined);
});

Deno.test("readText() skips a byte-order mark and replaces invalid UTF-8 with U+FFFD", async () => {
  const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0x92, 0x62]);
  assert.equal((await textOf(bytes)).text, "a\ufffdb");
});

Deno.test("readText() yields all of a gzip file up to where it is cut off", async () => {
  const text = someLines(20_000);
  const packed = gzipSync(text);
  // Within the trailer, after all the data.
  for (const cut of [packed.length - 1, packed.length - 8]) {
    const read = await textOf(packed.subarray(0, cut));
    assert.equal(read.text, text);
    assert.equal(read.broken, "damaged gzip: unexpected end of file");
  }
  const half = await textOf(packed.subarray(0, packed.length >> 1));
  assert.ok(text.startsWith(half.text));
  assert.ok(half.text.length > text.length * 0.48, "about half comes out");
  assert.equal(half.broken, "damaged gzip: unexpected end of file");
});

Deno.test("readText() yields everything before damaged gzip data, to the last byte", async () => {
  const text = someLines(20_000);
  const packed = gzipSync(text);
  const wrongSum = Uint8Array.from(packed);
  wrongSum[wrongSum.length - 6]! ^= 0xff;
  const summed = await textOf(wrongSum);
  assert.equal(summed.text, text);
  assert.equal(summed.broken, "damaged gzip: incorrect data check");

  const follower = Buffer.concat([packed, gzipSync(text).fill(0xff, 10, 200)]);
  const second = await textOf(follower);
  assert.equal(second.text, text);
  assert.match(second.broken!, /^damaged gzip: invalid/);
});

Deno.test("readText() ends without an error when the signal aborts", async () => {
  const { pieces } = await textOf(Buffer.from(someLines(100)), { signal: AbortSignal.abort() });
  assert.equal(pieces, 0);
});

Deno.test("readText() reports a file that is gone", async () => {
  const [piece] = await Array.fromAsync(readText({ path: "/nowhere/to/be/found.csv" }));
  assert.match(piece!.broken!, /No such file/);
});
