import { cellText } from "../../csv_write.ts";
import { escapeHtml } from "./html.ts";

/** Longest text of one cell; the rest is cut with `…`. */
const LONGEST = 200;

/** A value as people read it: times without what is zero, numbers with their digits. */
export function readable(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "";
  if (value instanceof Date && !isNaN(value.getTime())) {
    return value.toISOString().replace("T", " ").replace(/(\.000)?Z$/, "");
  }
  const text = cellText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/**
 * How numbers of one column are written so that they stand in line: all with as many decimals as the
 * longest needs, four at most; whole numbers as they are.
 */
export function numberFormat(values: readonly unknown[]): (value: number) => string {
  const numbers = values.filter((value) => typeof value === "number");
  const decimals = numbers.reduce((most, value) => {
    // Twelve digits that count: sums of cents end in digits that nobody counted.
    const text = String(Number(value.toPrecision(12)));
    const places = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
    return Math.max(most, Math.min(4, places));
  }, 0);
  return (value) => {
    const small = value !== 0 && Math.abs(value) < 1e-4;
    const far = !Number.isFinite(value) || Math.abs(value) >= 1e15 || small;
    return far ? String(value) : value.toFixed(decimals);
  };
}

/** Whether a column holds numbers: those stand at the right. */
export function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null && value !== undefined);
  return present.length > 0 &&
    present.every((value) => typeof value === "number" || typeof value === "bigint");
}

/** One cell of a table in HTML. */
export function cellHtml(value: unknown, { numeric = false, text = readable(value) } = {}): string {
  const title = typeof value === "number" && String(value) !== text || text.endsWith("…")
    ? ` title="${escapeHtml(cellText(value).slice(0, 2000))}"`
    : "";
  const kind = numeric ? ' class="num"' : "";
  const shown = value === null ? '<span class="null">null</span>' : escapeHtml(text);
  return `<td${kind}${title}>${shown}</td>`;
}
