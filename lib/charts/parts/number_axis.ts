import { textWidth } from "./labels.ts";
import { compact } from "../../numbers.ts";

/** Left margin in pixels with room for the numbers of a vertical axis, and their format. */
export function numberAxis(values: readonly number[]): {
  margin: number;
  scale: { tickFormat?: (value: number) => string; domain?: [number, number] };
} {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { margin: 40, scale: {} };
  // A single value would make an axis without length.
  const domain: [number, number] | undefined = low < high
    ? undefined
    : low === 0
    ? [-1, 1]
    : [Math.min(0, 2 * low), Math.max(0, 2 * low)];
  const [from, to] = domain ?? [low, high];
  const most = Math.max(to, -from);
  if (most >= 1e6 && to - from >= most / 10) {
    return { margin: most < 1e15 ? 60 : 76, scale: { tickFormat: compact, domain } };
  }
  const digits = Math.min(20, Math.max(0, Math.ceil(-Math.log10((to - from) / 5))));
  const text = most.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const margin = Math.max(40, Math.ceil(textWidth(from < 0 ? `-${text}` : text) + 16));
  return { margin, scale: { domain } };
}
