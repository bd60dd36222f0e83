import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { seeded } from "../random.ts";
import { gunzip } from "./gunzip.ts";

/** Unpacks data that arrives in pieces of a size. */
async function unpack(data: Uint8Array, size = 7) {
  async function* pieces() {
    for (let at = 0; at < data.length; at += size) yield data.slice(at, at + size);
  }
  const report = { trailing: 0 };
  const chunks: Uint8Array[] = [];
  let failure = "";
  try {
    for await (const chunk of gunzip(pieces(), { report })) chunks.push(chunk);
  } catch (error) {
    failure = (error as Error).message;
  }
  return { text: Buffer.concat(chunks).toString(), trailing: report.trailing, failure };
}

const one = gzipSync("one\n"), two = gzipSync("two\n");

Deno.test("gunzip() reads to the end of the members, whatever follows, as gzip -d does", async () => {
  for (const size of [1, 7, 1000]) {
    const plain = { text: "one\ntwo\n", trailing: 0, failure: "" };
    const both = Buffer.concat([one, two]);
    assert.deepEqual(await unpack(both, size), plain);
    for (const padding of [1, 512, 3000]) {
      assert.deepEqual(await unpack(Buffer.concat([both, Buffer.alloc(padding)]), size), plain);
    }
    for (const garbage of ["\n", "\n\nhello", "\0\0x", "x".repeat(3000)]) {
      assert.deepEqual(
        await unpack(Buffer.concat([both, Buffer.from(garbage)]), size),
        { ...plain, trailing: garbage.length },
        garbage,
      );
    }
  }
});

Deno.test("gunzip() reads headers with names, comments and extra fields", async () => {
  const body = one.subarray(10);
  const header = [0x1f, 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 3, 2, 0, 65, 66];
  const data = Buffer.concat([Buffer.from(header), Buffer.from("a.csv\0why\0\x12\x34"), body]);
  assert.deepEqual(await unpack(data), { text: "one\n", trailing: 0, failure: "" });
});

Deno.test("gunzip() says what is wrong with damaged data", async () => {
  const failure = async (data: Uint8Array) => (await unpack(data)).failure;
  const changed = (at: number, byte: number) => {
    const copy = Buffer.from(one);
    copy[at < 0 ? copy.length + at : at] = byte;
    return copy;
  };
  for (const cut of [2, 5, 12, one.length - 1]) {
    assert.equal(await failure(one.subarray(0, cut)), "unexpected end of file");
  }
  assert.equal(await failure(Buffer.concat([one, Buffer.from([0x1f])])), "unexpected end of file");
  assert.equal(await failure(changed(-5, 1)), "incorrect data check");
  assert.equal(await failure(changed(-1, 1)), "incorrect length check");
  assert.equal(await failure(changed(2, 7)), "unknown compression method");
  assert.equal(await failure(changed(3, 0xff)), "unknown header flags set");
  assert.equal(await failure(Buffer.from("plain")), "incorrect header check");
});

Deno.test("gunzip() ends when the signal aborts, although its input never does", async () => {
  const stop = new AbortController();
  const { promise: never } = Promise.withResolvers<void>();
  async function* pieces() {
    yield Uint8Array.from(one.subarray(0, 15));
    setTimeout(() => stop.abort(new Error("stopped")), 5);
    await Promise.race([never, new Promise((_, no) => (stop.signal.onabort = no))]);
  }
  await assert.rejects(Array.fromAsync(gunzip(pieces(), { signal: stop.signal })));
});

Deno.test("gunzip() reads back members of any size and number", async () => {
  const random = seeded("members");
  for (let round = 0; round < 30; round++) {
    const parts = Array.from(
      { length: random.int(1, 6) },
      () => Array.from({ length: random.int(0, 400) }, () => random.int(0, 1e9)).join(" "),
    );
    const data = Buffer.concat(parts.map((part) => gzipSync(part)));
    const { text, failure } = await unpack(data, random.int(1, 600));
    assert.deepEqual([text, failure], [parts.join(""), ""]);
  }
});
