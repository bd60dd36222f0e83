import type { Series } from "./series.ts";

/**
 * Makes a series of each. One that fails is left out and reported, if another one is left.
 *
 * @throws {Error} What the first one throws, if nobody is told or all fail.
 */
export function eachSeries<T extends readonly [id: string, ...rest: unknown[]]>(
  all: readonly T[],
  make: (one: T) => Series,
  leftOut: ((series: string, reason: Error) => void) | undefined,
): Series[] {
  const made: Series[] = [];
  const failed: [id: string, error: Error][] = [];
  for (const one of all) {
    try {
      made.push(make(one));
    } catch (error) {
      if (!(error instanceof Error) || !leftOut) throw error;
      failed.push([one[0], error]);
    }
  }
  if (made.length === 0 && failed[0]) throw failed[0][1];
  for (const [id, error] of failed) leftOut!(id, error);
  return made;
}
