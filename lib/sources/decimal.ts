const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i);

/**
 * Parses a number of digits with an optional decimal point: `600`, `-0.25`. No spaces, no
 * exponents.
 *
 * Up to 15 digits are read as one whole number and divided by a power of ten: both are exact, so
 * the quotient is the number nearest to the text, as `Number` returns it.
 * Source: Clinger, "How to Read Floating Point Numbers Accurately", 1990, the fast path.
 *
 * @returns NaN if the text is not such a number, is too large for one, or is a whole number that a
 * double cannot hold exactly.
 */
export function parseDecimal(text: string): number {
  const length = text.length;
  const negative = text.charCodeAt(0) === 45;
  let whole = 0, digits = 0, point = -1;
  for (let at = negative ? 1 : 0; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit;
      digits++;
    } else if (digit === -2 && point === -1) point = at;
    else return NaN;
  }
  if (digits === 0) return NaN;
  if (digits > 15) {
    const number = Number(text);
    if (!Number.isFinite(number)) return NaN;
    return point === -1 && BigInt(text) !== BigInt(number) ? NaN : number;
  }
  const value = point === -1 ? whole : whole / POWERS[length - 1 - point]!;
  return negative ? -value : value;
}
