import { cellText } from "../../csv_write.ts";
import { readable } from "../readable.ts";
import { escapeHtml } from "./html.ts";

/**
 * How to write the numbers of a column so that they line up: all with as many decimals as the
 * longest needs, at most four.
 */
export function numberFormat(values: readonly unknown[]): (value: number) => string {
  const numbers = values.filter((value) => typeof value === "number");
  const decimals = numbers.reduce((most, value) => {
    // Twelve significant digits, as sums of cents end in rounding errors.
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

/** A cell of a table in HTML. */
export function cellHtml(value: unknown, { numeric = false, text = readable(value) } = {}): string {
  const title = typeof value === "number" && String(value) !== text || text.endsWith("…")
    ? ` title="${escapeHtml(cellText(value).slice(0, 2000))}"`
    : "";
  const kind = numeric ? ' class="num"' : "";
  const shown = value === null ? '<span class="null">null</span>' : escapeHtml(text);
  return `<td${kind}${title}>${shown}</td>`;
}
