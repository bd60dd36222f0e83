import { messageOf } from "../errors.ts";
import type { InputFile } from "./files.ts";
import { gunzip } from "./gunzip.ts";
import { untilAborted } from "./until_aborted.ts";

/** What has been read of a file. */
export interface BytesRead {
  /** Bytes so far; compressed bytes, if it is gzip. */
  bytes: number;
  /** Bytes after the last member of a gzip file that are neither gzip nor NUL. */
  trailing: number;
}

/** Options for {@linkcode plainBytes}. */
export interface PlainBytesOptions {
  /** Filled while the file is read. */
  read: BytesRead;
  /** Ends every wait; it throws the signal's reason. */
  signal: AbortSignal | undefined;
}

const PIECE = 65_536;
/** Bytes of the first piece, if the file has as many: enough to tell what kind of file it is. */
const START = 16;

/**
 * The bytes of a file, plain or gzip, in pieces; a piece is valid until the next is requested. The
 * first piece has at least 16 bytes, if the file does.
 *
 * @throws {Error} The file cannot be read further; all bytes before that have been yielded.
 */
export async function* plainBytes(
  file: InputFile,
  { read, signal }: PlainBytesOptions,
): AsyncGenerator<Uint8Array> {
  const pieces = startingWith(START, rawBytes(file, { read, signal }));
  const { value: first, done } = await pieces.next();
  if (done) return;
  const all = async function* () {
    yield first;
    yield* pieces;
  };
  // Source: RFC 1952, section 2.3.1: ID1, ID2.
  if (first[0] !== 0x1f || first[1] !== 0x8b) return yield* all();
  yield* startingWith(START, unpacked(all(), file, { read, signal }));
}

async function* unpacked(
  packed: AsyncIterable<Uint8Array>,
  file: InputFile,
  { read, signal }: PlainBytesOptions,
): AsyncGenerator<Uint8Array> {
  let given = 0;
  try {
    for await (const piece of gunzip(packed, { report: read, signal })) {
      yield piece;
      given += piece.length;
    }
  } catch (error) {
    signal?.throwIfAborted();
    // If the data only ends too early, all of it has been yielded.
    const damaged = (error as { code?: string }).code !== "Z_BUF_ERROR";
    if (damaged && file.size !== undefined) {
      yield* again(file, { given, broken: read.bytes, signal });
    }
    throw new Error(`damaged gzip: ${messageOf(error)}`);
  }
}

/**
 * Reads a damaged file again, for the bytes that were not yielded yet. zlib drops what it
 * decompressed in the step that fails, so near the break each step is one byte.
 */
async function* again(
  file: InputFile,
  { given, broken, signal }: { given: number; broken: number; signal: AbortSignal | undefined },
) {
  async function* steps() {
    const read = { bytes: 0, trailing: 0 };
    for await (const piece of rawBytes(file, { read, signal })) {
      if (read.bytes < broken - PIECE) yield piece;
      else for (let at = 0; at < piece.length; at++) yield piece.subarray(at, at + 1);
    }
  }
  let at = 0;
  try {
    for await (const piece of gunzip(steps(), { signal })) {
      const known = Math.max(0, given - at);
      if (known < piece.length) yield piece.subarray(known);
      at += piece.length;
    }
  } catch {
    // It fails at the same place as before: the caller throws that error.
  }
}

/** Joins the first pieces until they have `length` bytes. */
async function* startingWith(
  length: number,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array();
  try {
    for await (const piece of pieces) {
      if (start === undefined) yield piece;
      else if (start.length + piece.length < length) start = joined(start, piece);
      else {
        const first: Uint8Array = start.length === 0 ? piece : joined(start, piece);
        start = undefined;
        yield first;
      }
    }
  } finally {
    if (start && start.length > 0) yield start;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

async function* rawBytes(
  file: InputFile,
  { read, signal }: PlainBytesOptions,
): AsyncGenerator<Uint8Array> {
  const input = file.path === "-" ? Deno.stdin : await untilAborted(Deno.open(file.path), signal);
  const buffer = new Uint8Array(PIECE);
  try {
    for (let count; (count = await untilAborted(input.read(buffer), signal)) !== null;) {
      read.bytes += count;
      if (count > 0) yield buffer.subarray(0, count);
    }
  } finally {
    if (file.path !== "-") input.close();
  }
}
