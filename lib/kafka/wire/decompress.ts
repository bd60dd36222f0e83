import type { Buffer } from "node:buffer";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { messageOf } from "../../errors.ts";
import { unpackLz4 } from "./lz4.ts";
import { unpackSnappy } from "./snappy.ts";
import { UnreadableError } from "./unreadable.ts";

/** Bytes that one batch may unpack to: some kilobytes can be made to unpack to terabytes. */
export const MAX_UNPACKED = 64 << 20;

const CODECS = ["none", "gzip", "snappy", "lz4", "zstd"];

/**
 * Unpacks the records of a batch.
 *
 * @param codec Number of the compression in Kafka's record batches.
 * @param limit Maximum bytes to unpack to; more memory than that is not taken.
 * @throws {UnreadableError} The codec is unknown, the data is damaged or unpacks to more.
 */
export function decompress(packed: Buffer, codec: number, limit: number = MAX_UNPACKED): Buffer {
  const name = CODECS[codec];
  if (name === undefined) {
    throw new UnreadableError(
      `its compression, number ${codec}, is unknown. Let its producer use ${CODECS.join(", ")}`,
    );
  }
  try {
    switch (name) {
      case "gzip":
        return gunzipSync(packed, { maxOutputLength: limit });
      case "snappy":
        return unpackSnappy(packed, limit);
      case "lz4":
        return unpackLz4(packed, limit);
      case "zstd":
        return zstdDecompressSync(packed, { maxOutputLength: limit });
      default:
        return packed;
    }
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_BUFFER_TOO_LARGE") {
      throw new UnreadableError(`its ${name} data is damaged: ${messageOf(error)}`);
    }
    throw new UnreadableError(
      `it unpacks to more than ${limit >>> 20} MiB. Let its producer write smaller batches`,
    );
  }
}
