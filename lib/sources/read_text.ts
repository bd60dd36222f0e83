import { messageOf } from "../errors.ts";
import { byteOrderMark, decodingOf, encodingOf, looksLikeUtf16 } from "./encoding.ts";
import { unreadableKind } from "./file_kinds.ts";
import type { InputFile } from "./files.ts";
import { plainBytes } from "./plain_bytes.ts";

/** How files are read. */
export interface ReadTextOptions {
  /** The encoding of files without a byte-order mark, a label of `encodingOf()`. @default "utf-8" */
  encoding?: string | undefined;
  /** Ends the reading early, also while it waits for bytes. */
  signal?: AbortSignal | undefined;
  /** Called with what the user should know of a file that was read. @default console.error */
  log?: ((line: string) => void) | undefined;
}

/** A piece of a file's text, cut between any two characters. */
export interface TextPiece {
  /** The text, without a byte-order mark; bytes that are not of the encoding are marked. */
  text: string;
  /** The encoding that the text was read in. */
  encoding: string;
  /** Bytes of the file read so far; compressed bytes, if it is gzip. */
  bytes: number;
  /** Whether this is the last piece; after an abort there is none. */
  end: boolean;
  /** Why the file cannot be read further: `damaged gzip: …`. Only in the last piece. */
  broken?: string;
  /** Why the file cannot be read at all: `is a zip archive: unpack it first`. Only in a single piece. */
  refused?: string;
}

/**
 * The text of a file, plain or gzip (detected by its first bytes, not by its name), in pieces:
 * memory does not grow with file size. If the file breaks off, it yields all text before the break,
 * then a last piece that says why.
 *
 * @throws {UsageError} There is no such encoding.
 */
export async function* readText(
  file: InputFile,
  { encoding: label = "utf-8", signal, log = console.error }: ReadTextOptions = {},
): AsyncGenerator<TextPiece> {
  const read = { bytes: 0, trailing: 0 };
  let encoding = encodingOf(label);
  let decoding: ReturnType<typeof decodingOf> | undefined;
  let broken: string | undefined;
  try {
    for await (let piece of plainBytes(file, { read, signal })) {
      if (signal?.aborted) return;
      if (!decoding) {
        const mark = byteOrderMark(piece);
        const refused = unreadableKind(piece) ?? unnamed(piece, label);
        if (refused) return yield { text: "", encoding, bytes: read.bytes, end: true, refused };
        encoding = mark?.encoding ?? encoding;
        decoding = decodingOf(encoding);
        piece = piece.subarray(mark?.length ?? 0);
      }
      yield { text: decoding.push(piece), encoding, bytes: read.bytes, end: false };
    }
  } catch (error) {
    if (signal?.aborted) return;
    broken = messageOf(error);
  }
  if (read.trailing > 0) {
    log(`${file.path}: ignored ${read.trailing} bytes of trailing garbage after its gzip data`);
  }
  const text = decoding?.end() ?? "";
  yield {
    text,
    encoding,
    bytes: read.bytes,
    end: true,
    ...(broken === undefined ? {} : { broken }),
  };
}

function unnamed(start: Uint8Array, label: string): string | undefined {
  const form = label.toLowerCase().startsWith("utf-16") ? undefined : looksLikeUtf16(start);
  return form && `seems to be UTF-16 without a byte-order mark: name it, --encoding ${form}`;
}
