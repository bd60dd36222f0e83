/** Records of a batch at most: each costs about 100 bytes when read, and a bomb may hold many. */
export const MAX_RECORDS = 2 << 20;

/** Why the records of a batch cannot be read; the message is a reason, `its snappy data is damaged`. */
export class UnreadableError extends Error {
  override name = "UnreadableError";
}
