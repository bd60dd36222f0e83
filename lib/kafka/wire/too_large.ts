/** The error of node:zlib if data unpacks to more than allowed, for the other decompressors. */
export function tooLarge(): Error {
  return Object.assign(new RangeError("too large"), { code: "ERR_BUFFER_TOO_LARGE" });
}
