import { createGunzip } from "node:zlib";

/**
 * Decompresses gzip data with one or more members. (`DecompressionStream` accepts only one, and GH
 * Archive's files have many.)
 *
 * @param pieces The compressed bytes; a piece's buffer may be reused once the next is requested.
 * @throws {Error} The data is damaged or ends too early. By then, all output of the pieces before
 * the failing one has been yielded, and most of the output of that one.
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
