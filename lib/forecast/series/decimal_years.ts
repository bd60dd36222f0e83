/**
 * Reads decimal years (1949.0833) a whole number of months apart, as data sets of R have them.
 *
 * @returns Epoch milliseconds of the first of each month, and the months from one time to the
 * next; undefined if the values are not such times.
 */
export function monthStep(
  values: readonly unknown[],
): { times: number[]; step: number } | undefined {
  const months = values.map((value) => {
    const year = typeof value === "string" && value.trim() === "" ? NaN : Number(value);
    if (!(year >= 1000 && year < 3000)) return NaN;
    const month = Math.round(year * 12);
    return Math.abs(year * 12 - month) < 0.01 ? month : NaN;
  });
  if (months.length < 2 || months.some(isNaN)) return undefined;
  const gaps = months.slice(1).map((month, at) => Math.abs(month - months[at]!));
  const step = gaps.reduce(divisor);
  if (step === 0) return undefined;
  return { times: months.map((month) => Date.UTC(Math.floor(month / 12), month % 12)), step };
}

const divisor = (a: number, b: number): number => b === 0 ? a : divisor(b, a % b);
