import { parseDuration } from "../time.ts";

/** How time is cut into windows. All are aligned to 1970-01-01T00:00:00Z. */
export interface WindowKind {
  readonly kind: "tumbling" | "hopping";
  /** Length of a window in milliseconds. */
  readonly size: number;
  /** Distance between the starts of two windows in milliseconds: a whole part of the size. */
  readonly advance: number;
}

/**
 * Windows that follow each other without gap or overlap.
 *
 * @param size Length: `3s`, `1m`, `1d`.
 * @throws {TypeError} It is not a duration, or not of whole seconds.
 */
export function tumbling(size: string): WindowKind {
  const length = lengthOf("size", size);
  return { kind: "tumbling", size: length, advance: length };
}

/**
 * Windows that overlap: each record belongs to size / advance of them.
 *
 * @param size Length: `60s`.
 * @param advance From one start to the next: `30s`.
 * @throws {TypeError} One is not a duration, or the size is not a multiple of the advance.
 */
export function hopping(size: string, advance: string): WindowKind {
  const length = lengthOf("size", size);
  const step = lengthOf("advance", advance);
  if (length % step !== 0) {
    throw new TypeError(
      `Cannot use a window of ${size} every ${advance}: the size must be a multiple of the advance`,
    );
  }
  return { kind: "hopping", size: length, advance: step };
}

/** Windows of a kind that a record belongs to. */
export function windowsPerRecord({ size, advance }: WindowKind): number {
  return size / advance;
}

function lengthOf(what: string, text: string): number {
  const length = durationOf(`a window's ${what}`, text);
  if (length < 1000 || length % 1000 !== 0) {
    throw new TypeError(
      `Cannot use ${
        JSON.stringify(text)
      } as a window's ${what}: it is at least 1s, in whole seconds`,
    );
  }
  return length;
}

/** @throws {TypeError} The text is not a duration of 0 or more. */
export function durationOf(what: string, text: string): number {
  try {
    return parseDuration(text);
  } catch (cause) {
    throw new TypeError(
      `Cannot use ${
        JSON.stringify(text)
      } as ${what}: write a number of 0 or more and ms, s, m, h or d`,
      { cause },
    );
  }
}
