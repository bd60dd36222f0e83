import { messageOf } from "../errors.ts";
import type { InputFile } from "./files.ts";
import { gunzip } from "./gunzip.ts";

/** A piece of a file's text, cut anywhere. */
export interface TextPiece {
  /** The text, without a byte-order mark; invalid UTF-8 becomes U+FFFD. */
  text: string;
  /** Bytes of the file read so far; compressed bytes, if it is gzip. */
  bytes: number;
  /** Whether this is the last piece; after an abort there is none. */
  end: boolean;
  /** Why the file cannot be read further: `damaged gzip: …`. Only in the last piece. */
  broken?: string;
}

const PIECE = 65_536;

/**
 * The text of a file, plain or gzip (detected by its first bytes, not by its name), in pieces:
 * memory does not grow with file size. If the file breaks off, it yields all text before the break,
 * then a last piece that says why.
 */
export async function* readText(
  file: InputFile,
  { signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<TextPiece> {
  const decoder = new TextDecoder();
  const read = { bytes: 0 };
  let broken: string | undefined;
  try {
    for await (const piece of plainBytes(file, read)) {
      if (signal?.aborted) return;
      yield { text: decoder.decode(piece, { stream: true }), bytes: read.bytes, end: false };
    }
  } catch (error) {
    broken = messageOf(error);
  }
  yield { text: decoder.decode(), bytes: read.bytes, end: true, broken };
}

async function* plainBytes(file: InputFile, read: { bytes: number }): AsyncGenerator<Uint8Array> {
  const pieces = rawBytes(file, read);
  const { value: first, done } = await pieces.next();
  if (done) return;
  const all = async function* () {
    yield first;
    yield* pieces;
  };
  // Source: RFC 1952, section 2.3.1: ID1, ID2.
  if (first[0] !== 0x1f || first[1] !== 0x8b) return yield* all();
  let given = 0;
  try {
    for await (const piece of gunzip(all())) {
      yield piece;
      given += piece.length;
    }
  } catch (error) {
    // If the data only ends too early, all of it has been yielded.
    const damaged = (error as { code?: string }).code !== "Z_BUF_ERROR";
    if (damaged && file.size !== undefined) yield* again(file, { given, broken: read.bytes });
    throw new Error(`damaged gzip: ${messageOf(error)}`);
  }
}

/**
 * Reads a damaged file again, for the bytes that were not yielded yet. zlib drops what it
 * decompressed in the step that fails, so near the break each step is one byte.
 */
async function* again(file: InputFile, { given, broken }: { given: number; broken: number }) {
  async function* steps() {
    const read = { bytes: 0 };
    for await (const piece of rawBytes(file, read)) {
      if (read.bytes < broken - PIECE) yield piece;
      else for (let at = 0; at < piece.length; at++) yield piece.subarray(at, at + 1);
    }
  }
  let at = 0;
  try {
    for await (const piece of gunzip(steps())) {
      const known = Math.max(0, given - at);
      if (known < piece.length) yield piece.subarray(known);
      at += piece.length;
    }
  } catch {
    // It fails at the same place as before: the caller throws that error.
  }
}

/** The raw bytes; the first piece has at least two, if the file does. */
async function* rawBytes(file: InputFile, read: { bytes: number }): AsyncGenerator<Uint8Array> {
  const input = file.path === "-" ? Deno.stdin : await Deno.open(file.path);
  const buffer = new Uint8Array(PIECE);
  try {
    for (let kept = 0;;) {
      const count = await input.read(buffer.subarray(kept));
      const length = kept + (count ?? 0);
      read.bytes += count ?? 0;
      const more = count !== null && read.bytes < 2;
      if (!more && length > 0) yield buffer.subarray(0, length);
      if (count === null) return;
      kept = more ? length : 0;
    }
  } finally {
    if (file.path !== "-") input.close();
  }
}
