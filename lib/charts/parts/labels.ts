/** Width of a text in pixels, estimated: a third more for wide scripts than for Latin. @default size 11 */
export function textWidth(text: string, size = 11): number {
  let width = 0;
  for (const char of text) {
    width += /[\u1100-\uffdc\u{1f000}-\u{1ffff}]/u.test(char)
      ? 1
      : /[A-ZmwMW@]/.test(char)
      ? 0.7
      : 0.55;
  }
  return width * size;
}

/**
 * A text that fits `pixels`, with an ellipsis where it was cut: past its middle, as long names
 * often differ at their ends. @default size 11
 */
export function shortened(text: string, pixels: number, size = 11): string {
  if (textWidth(text, size) <= pixels) return text;
  const head = [...text];
  const tail = head.splice(Math.ceil(head.length * 0.6));
  while (head.length > 1 && textWidth([...head, ...tail].join(""), size) > pixels - size) {
    if (tail.length * 2 > head.length) tail.shift();
    else head.pop();
  }
  return `${head.join("")}…${tail.join("")}`;
}

/** A text in lines of at most `pixels` each. @default size 11 */
export function wrapped(text: string, pixels: number, size = 11): string[] {
  const lines: string[] = [];
  for (const word of text.split(/[ \t\n]+/).filter(Boolean)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, size) <= pixels) lines[lines.length - 1] = longer;
    else lines.push(shortened(word, pixels, size));
  }
  return lines;
}

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

/** A number in full: `1,234,567.89`; small ones with three digits that count. */
export function full(value: number): string {
  return (Math.abs(value) < 1 ? SMALL : FULL).format(value);
}

/** A label of an axis: a column's name and its unit. */
export function axisLabel(name: string, unit?: string): string {
  return unit ? `${name} (${unit})` : name;
}

/** Left margin that holds the numbers of a vertical axis, and how to write them. */
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
  // One value alone would stand on an axis without length.
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
