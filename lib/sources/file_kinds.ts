/** Kinds of files that hold no text to read, by their first bytes (`magic` of the file's format). */
const KINDS: [magic: string, kind: string][] = [
  ["PK\x03\x04", "a zip archive: unpack it first"],
  ["PK\x05\x06", "an empty zip archive"],
  ["BZh", "compressed with bzip2: unpack it first, for example with bunzip2"],
  ["\xfd7zXZ\0", "compressed with xz: unpack it first, for example with unxz"],
  ["\x28\xb5\x2f\xfd", "compressed with zstd: unpack it first, for example with unzstd"],
  ["\x04\x22\x4d\x18", "compressed with lz4: unpack it first, for example with unlz4"],
  ["\x1f\x9d", "compressed with compress: unpack it first, for example with gunzip"],
  ["\x1f\x8b", "gzip within gzip: unpack it once first, for example with gunzip"],
  ["7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"],
  ["Rar!\x1a\x07", "a RAR archive: unpack it first"],
  ["PAR1", "a Parquet file: export it as text first"],
  ["Obj\x01", "an Avro file: export it as text first"],
  ["ORC", "an ORC file: export it as text first"],
  ["ARROW1\0\0", "an Arrow file: export it as text first"],
  ["SQLite format 3\0", "an SQLite database: export its table as CSV first"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Office file: save it as CSV first"],
  ["%PDF-", "a PDF document"],
  ["\xff\xfe\0\0", "text in UTF-32: save it as UTF-8 first"],
  ["\0\0\xfe\xff", "text in UTF-32: save it as UTF-8 first"],
];

/** Bytes that {@linkcode unreadableKind} looks at. */
export const KIND_BYTES = 512;

/**
 * Recognises a file that holds no text that could be read.
 *
 * @param start The file's first bytes, unpacked if it is gzip: at least 512, if it has as many.
 * @returns What it is, and what to do first: `is a zip archive: unpack it first`; undefined for
 * everything else.
 */
export function unreadableKind(start: Uint8Array): string | undefined {
  const text = String.fromCharCode(...start.subarray(0, KIND_BYTES));
  const known = KINDS.find(([magic]) => text.startsWith(magic) && isKind(magic, text));
  if (known) return `is ${known[1]}`;
  // Source: POSIX.1-1988, "ustar Interchange Format": the field `magic`.
  if (text.startsWith("ustar", 257)) return "is a tar archive: unpack it first";
  return undefined;
}

/** Whether more than a short magic, which a text may start with too, speaks for the kind. */
function isKind(magic: string, text: string): boolean {
  // Source: bzip2's format: a digit for the block size, then the digits of π.
  // deno-lint-ignore no-control-regex
  if (magic === "BZh") return /^BZh[1-9](1AY&SY|\x17\x72\x45\x38\x50\x90)/.test(text);
  // deno-lint-ignore no-control-regex
  if (magic === "ORC" || magic === "PAR1") return /[\0-\x08]/.test(text);
  return true;
}
