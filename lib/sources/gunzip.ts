import { crc32, createInflateRaw } from "node:zlib";
import { untilAborted } from "./until_aborted.ts";

/** What {@linkcode gunzip} found besides the members. */
export interface GunzipReport {
  /** Bytes after the last member that are not gzip; 0 if they are all NUL, as padding is. */
  trailing: number;
}

/** Options for {@linkcode gunzip}. */
export interface GunzipOptions {
  /** Filled when the data ends. */
  report?: GunzipReport;
  /** Ends every wait; it throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Bytes of one decompressed chunk. */
const CHUNK = 262_144;
/** Flags of a member's header, which stand for optional parts. */
const FHCRC = 2, FEXTRA = 4, FNAME = 8, FCOMMENT = 16;

/**
 * Decompresses gzip data with one or more members, as `gzip -d` does: what follows the last member
 * and is not gzip itself is only counted.
 * Source: RFC 1952, section 2.3. (The runtime's own gunzip streams accept only one member, or
 * cannot tell where the last one ended.)
 *
 * @param pieces The compressed bytes; a piece's buffer may be reused once the next is requested.
 * @throws {Error} The data is damaged or ends too early (`code` is `Z_BUF_ERROR`). By then, all
 * output of the pieces before the failing one has been yielded, and most of that one's.
 */
export async function* gunzip(
  pieces: AsyncIterable<Uint8Array>,
  { report = { trailing: 0 }, signal }: GunzipOptions = {},
): AsyncGenerator<Uint8Array> {
  const input = new ByteReader(pieces);
  for (let members = 0;; members++) {
    const first = await input.byte();
    if (first === undefined && members > 0) return;
    const second = first === 0x1f ? await input.byte() : undefined;
    if (first !== 0x1f || (second !== 0x8b && second !== undefined)) {
      if (members === 0) throw new Error("incorrect header check");
      report.trailing = await countTrailing(input, [first!, second]);
      return;
    }
    if (second === undefined) throw endsEarly();
    await skipHeader(input);
    yield* inflate(input, signal);
  }
}

/** Bytes that arrive in pieces, taken one by one or by the piece. */
class ByteReader {
  #pieces: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** What is left of the current piece, or the next one; undefined at the end. */
  async piece(): Promise<Uint8Array | undefined> {
    while (this.#piece.length === 0) {
      const { value, done } = await this.#pieces.next();
      if (done) return undefined;
      this.#piece = value;
    }
    const piece = this.#piece;
    this.#piece = piece.subarray(piece.length);
    return piece;
  }

  /** Puts back the end of the piece that was taken last. */
  putBack(rest: Uint8Array): void {
    this.#piece = rest;
  }

  /** The next byte; undefined at the end. */
  async byte(): Promise<number | undefined> {
    const piece = await this.piece();
    if (piece) this.#piece = piece.subarray(1);
    return piece?.[0];
  }

  /** A little-endian number of some bytes. */
  async number(bytes: number): Promise<number> {
    let value = 0;
    for (let i = 0; i < bytes; i++) {
      const byte = await this.byte();
      if (byte === undefined) throw endsEarly();
      value += byte * 2 ** (8 * i);
    }
    return value;
  }
}

function endsEarly(): Error {
  return Object.assign(new Error("unexpected end of file"), { code: "Z_BUF_ERROR" });
}

/** Reads a member's header from its third byte on. */
async function skipHeader(input: ByteReader): Promise<void> {
  if (await input.number(1) !== 8) throw new Error("unknown compression method");
  const flags = await input.number(1);
  if (flags > 31) throw new Error("unknown header flags set");
  await input.number(6); // time, extra flags, operating system
  if (flags & FEXTRA) {
    for (let left = await input.number(2); left > 0; left--) await input.number(1);
  }
  for (const text of [FNAME, FCOMMENT]) if (flags & text) { while (await input.number(1) !== 0); }
  if (flags & FHCRC) await input.number(2);
}

/** The data of a member; then its trailer, a checksum and a length, is compared. */
async function* inflate(
  input: ByteReader,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const stream = createInflateRaw({ chunkSize: CHUNK });
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  let chunks: Uint8Array[] = [];
  let ended = false, failure: Error | undefined, sum = 0, length = 0;
  stream.on("data", (chunk) => chunks.push(chunk));
  stream.on("end", () => (ended = true, close()));
  stream.on("error", (error) => (failure = error, close()));
  /** Waits for one step, or for the stream's end, after which a step might never be done. */
  async function* step(start: (done: () => void) => void) {
    const { promise: done, resolve } = Promise.withResolvers<void>();
    start(resolve);
    await untilAborted(Promise.race([done, closed]), signal);
    const full = chunks;
    chunks = [];
    for (const chunk of full) {
      sum = crc32(chunk, sum);
      length += chunk.length;
      yield chunk;
    }
    if (failure) throw failure;
  }
  try {
    for (let given = 0; !ended;) {
      const piece = await input.piece();
      if (!piece) {
        yield* step(() => stream.end());
        break;
      }
      yield* step((done) => stream.write(piece, () => done()));
      given += piece.length;
      const left = given - stream.bytesWritten;
      if (left > 0) {
        // It takes nothing after the end of its data: wait until all output is here.
        yield* step(() => {});
        input.putBack(piece.subarray(piece.length - left));
        break;
      }
    }
  } finally {
    stream.destroy();
  }
  if (await input.number(4) !== sum) throw new Error("incorrect data check");
  if (await input.number(4) !== length % 2 ** 32) throw new Error("incorrect length check");
}

/** Counts the bytes after the last member; 0 if all of them are NUL. */
async function countTrailing(
  input: ByteReader,
  taken: readonly (number | undefined)[],
): Promise<number> {
  const bytes = taken.filter((byte) => byte !== undefined);
  let count = bytes.length, padding = bytes.every((byte) => byte === 0);
  for (let piece; (piece = await input.piece());) {
    count += piece.length;
    padding &&= piece.every((byte) => byte === 0);
  }
  return padding ? 0 : count;
}
