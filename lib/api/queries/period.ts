import type { Range } from "../segments.ts";

/**
 * The period that ends with a moment.
 *
 * @param to Microseconds since 1970, exclusive.
 * @param window Its length in milliseconds.
 */
export function periodOf(to: number, window: number): Range {
  return { from: to - Math.round(window * 1000), to };
}
