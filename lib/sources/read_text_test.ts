import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { seeded } from "../random.ts";
import { findFiles } from "./files.ts";
import { showBadBytes } from "./bad_bytes.ts";
import { readText, type ReadTextOptions } from "./read_text.ts";

/** What is read from a file with the given bytes. */
async function textOf(bytes: Uint8Array, options: ReadTextOptions = {}) {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    const [file] = await findFiles(path, { extensions: [] });
    const pieces = await Array.fromAsync(readText(file!, options));
    const last = pieces.at(-1);
    const text = pieces.map((piece) => piece.text).join("");
    const { bytes: read, broken, refused } = last ?? {};
    return { text, bytes: read, broken, pieces: pieces.length, ...(refused ? { refused } : {}) };
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

Deno.test("readText() skips a byte-order mark and marks bytes that are not UTF-8", async () => {
  const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0x92, 0x62]);
  assert.equal(showBadBytes((await textOf(bytes)).text), "a\\x92b");
});

Deno.test("readText() reads UTF-16 by its byte-order mark, and any encoding by its name", async () => {
  const text = someLines(20_000);
  const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
  assert.equal((await textOf(utf16)).text, text);
  assert.equal((await textOf(gzipSync(utf16))).text, text);
  // The mark is right, whatever the user says.
  assert.equal((await textOf(Buffer.from(utf16).swap16(), { encoding: "latin1" })).text, text);
  assert.equal((await textOf(Buffer.from(text, "utf16le"), { encoding: "utf-16" })).text, text);
  const unnamed = await textOf(Buffer.from(text, "utf16le"));
  assert.match(unnamed.refused!, /^seems to be UTF-16 .*--encoding utf-16le$/);
  await assert.rejects(textOf(Buffer.from("x"), { encoding: "klingon" }), { name: "UsageError" });
});

Deno.test("readText() refuses an archive, also within gzip, and yields none of its bytes", async () => {
  const zip = Buffer.from("PK\x03\x04" + "x".repeat(100), "latin1");
  for (const bytes of [zip, gzipSync(zip)]) {
    const { text, refused } = await textOf(bytes);
    assert.deepEqual([text, refused], ["", "is a zip archive: unpack it first"]);
  }
});

Deno.test("readText() reads a padded gzip file, and names what else follows its data", async () => {
  const packed = gzipSync("a,b\n");
  const logged: string[] = [];
  const log = (line: string) => void logged.push(line.replace(/^.*?: /, ""));
  for (const after of ["\0".repeat(1000), "\0".repeat(200_000), "\n"]) {
    const { text, broken } = await textOf(Buffer.concat([packed, Buffer.from(after)]), { log });
    assert.deepEqual([text, broken], ["a,b\n", undefined]);
  }
  assert.deepEqual(logged, ["ignored 1 bytes of trailing garbage after its gzip data"]);
});

Deno.test("readText() ends when the signal aborts while a pipe gives nothing", async () => {
  const path = await Deno.makeTempFile();
  await Deno.remove(path);
  await new Deno.Command("mkfifo", { args: [path] }).output();
  // Open for reading and writing, so that reading waits and never ends.
  const writer = await Deno.open(path, { read: true, write: true });
  try {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    assert.deepEqual(await Array.fromAsync(readText({ path }, { signal: stop.signal })), []);
  } finally {
    await writer.write(new Uint8Array(1)); // ends the read that still waits
    writer.close();
    await Deno.remove(path);
  }
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
