import { cellText } from "../../csv_write.ts";
import { columnFormat } from "../../numbers.ts";
import { readable } from "../readable.ts";
import { escapeHtml } from "./html.ts";

/**
 * How to write the numbers of a column so that they line up, by the rule of `lib/numbers.ts`.
 *
 * @param name The column's name: ids and years get no separators. @default ""
 */
export const numberFormat: typeof columnFormat = columnFormat;

/** A cell of a table in HTML. */
export function cellHtml(value: unknown, { numeric = false, text = readable(value) } = {}): string {
  const rounded = typeof value === "number" && String(value) !== text.replaceAll(",", "");
  const title = rounded || text.endsWith("…")
    ? ` title="${escapeHtml(cellText(value).slice(0, 2000))}"`
    : "";
  const kind = numeric ? ' class="num"' : "";
  const shown = value === null ? '<span class="null">null</span>' : escapeHtml(text);
  return `<td${kind}${title}>${shown}</td>`;
}
