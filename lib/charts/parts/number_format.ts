const COMPACT = new Intl.NumberFormat("en-US", {
  notation: "compact",
  maximumSignificantDigits: 3,
});
const FULL = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const SMALL = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** A number in few characters: `1.23M`, `0.0041`. */
export function compact(value: number): string {
  return Math.abs(value) < 1e15 ? COMPACT.format(value) : value.toExponential(2);
}

/** A number in full: `1,234,567.89`; below 1 with three significant digits. */
export function full(value: number): string {
  return (Math.abs(value) < 1 ? SMALL : FULL).format(value);
}
