import { createGunzip } from "node:zlib";

/**
 * Unpacks gzip data of one or many members. (`DecompressionStream` refuses all but the first, and
 * GH Archive's files have many.)
 *
 * @param pieces The packed bytes; a piece may be reused once the next is asked for.
 * @throws {Error} The data is damaged or ends too early. What came out of the pieces before the
 * one that fails was given, and most of what came out of that.
 */
export async function* gunzip(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = createGunzip({ chunkSize: 262_144 });
  let chunks: Uint8Array[] = [];
  let failure: Error | undefined;
  let wake = () => {};
  stream.on("data", (chunk) => chunks.push(chunk));
  stream.on("end", () => wake());
  stream.on("error", (error) => {
    failure = error;
    wake();
  });
  async function* results(start: (done: () => void) => void) {
    if (!failure) await new Promise<void>((resolve) => start(wake = resolve));
    const full = chunks;
    chunks = [];
    yield* full;
    if (failure) throw failure;
  }
  try {
    for await (const piece of pieces) yield* results((done) => stream.write(piece, () => done()));
    yield* results(() => stream.end());
  } finally {
    stream.destroy();
  }
}
