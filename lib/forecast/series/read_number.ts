import { cellText } from "../../sources/cell_text.ts";
import { NumberReader } from "../../sources/numbers.ts";

const numbers = new NumberReader({ scientific: true });

/**
 * Reads a value: a number, or text of one by the rules for files (lib/sources/numbers.ts,
 * lib/sources/cell_text.ts).
 *
 * @returns NaN for a gap: null, NaN, or an empty cell; undefined if it is not a finite number.
 */
export function readNumber(found: unknown): number | undefined {
  if (found === null || found === undefined) return NaN;
  if (typeof found === "string") {
    const text = cellText(found);
    if (text === "") return NaN;
    const number = numbers.money(text);
    return isNaN(number) ? undefined : number;
  }
  const number = typeof found === "bigint" ? Number(found) : found;
  return typeof number === "number" && Math.abs(number) !== Infinity ? number : undefined;
}
