import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { unreadableKind } from "./file_kinds.ts";

Deno.test("unreadableKind() names archives and binary files, and says what to do", () => {
  const kind = (text: string) => unreadableKind(Buffer.from(text, "latin1"));
  assert.equal(kind("PK\x03\x04\x14"), "is a zip archive: unpack it first");
  assert.match(kind("BZh91AY&SY")!, /^is compressed with bzip2: unpack it first/);
  assert.match(kind("\xfd7zXZ\0\0\x04")!, /^is compressed with xz/);
  assert.match(kind("PAR1\x15\x04")!, /^is a Parquet file/);
  assert.match(kind("\xff\xfe\0\0a\0\0\0")!, /UTF-32/);
  assert.match(kind("dir/".padEnd(257, "\0") + "ustar")!, /^is a tar archive/);
  assert.match(unreadableKind(gzipSync("x"))!, /^is gzip within gzip/);
});

Deno.test("unreadableKind() takes no text for a binary file", () => {
  for (
    const text of [
      "",
      "PK",
      "BZhang,Company",
      "ORCHARD,fare",
      "PAR1,PAR2",
      "Trip ID,Taxi ID",
      "[{",
      "\xff\xfea\0",
    ]
  ) assert.equal(unreadableKind(Buffer.from(text, "latin1")), undefined, text);
});
