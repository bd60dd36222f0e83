import type { Row } from "../../questdb/answer.ts";
import { formatTable, isNumeric } from "../../table.ts";
import type { Bundle } from "./bundle.ts";
import { count, readable } from "../readable.ts";
import { cellHtml, numberFormat } from "./cell_format.ts";
import { escapeHtml } from "./html.ts";
import { styledHtml } from "./style.ts";

/** Rows to show as a table, and what is known about them. */
export interface DataGrid {
  /** The first rows, or all. */
  head: readonly Row[];
  /** The last rows, if some are left out between them. */
  tail?: readonly Row[];
  columns: readonly { name: string; type?: string | undefined }[];
  /** Total number of rows. */
  rows: number;
  /** Above the table. @default "1,000 rows × 5 columns" */
  caption?: string;
  /** Below the table. */
  note?: string | undefined;
}

/** Rows as a table: caption, types, aligned numbers, nulls distinct from text. All is escaped. */
export function gridBundle(grid: DataGrid): Bundle {
  const { head, tail = [], columns, rows, note } = grid;
  const { caption = `${count(rows, "row")} × ${count(columns.length, "column")}` } = grid;
  const all = [...head, ...tail];
  const hidden = rows - all.length;
  const shapes = columns.map(({ name, type }) => {
    const values = all.map((row) => row[name]);
    const numeric = isNumeric(values);
    const format = numberFormat(values, name);
    const write = (value: unknown) => typeof value === "number" ? format(value) : readable(value);
    return { name, type, numeric, write };
  });
  const header = shapes.map(({ name, type, numeric }) =>
    `<th${numeric ? ' class="num"' : ""}>${escapeHtml(name)}` +
    `${type ? `<small>${escapeHtml(type)}</small>` : ""}</th>`
  ).join("");
  const line = (row: Row) =>
    `<tr>${
      shapes.map(({ name, numeric, write }) =>
        cellHtml(row[name], { numeric, text: write(row[name]) })
      ).join("")
    }</tr>`;
  const between = hidden > 0 ? `… ${count(hidden, "row")} more` : "";
  const gap = between && `<tr><td class="gap" colspan="${columns.length}">${between}</td></tr>`;
  const markup = `<p>${escapeHtml(caption)}</p>` +
    (columns.length === 0
      ? ""
      : `<table><thead><tr>${header}</tr></thead><tbody>${head.map(line).join("")}${gap}${
        tail.map(line).join("")
      }</tbody></table>`) +
    (note ? `<p class="note">${escapeHtml(note).replaceAll("\n", "<br>")}</p>` : "");
  const written = all.map((row) =>
    Object.fromEntries(shapes.map(({ name, numeric, write }) => {
      const text = write(row[name]);
      return [name, numeric && row[name] !== null ? new Aligned(text) : text];
    }))
  );
  const lines = all.length === 0 ? [] : plainRows(written, shapes);
  if (between && lines.length > 0) lines.splice(2 + head.length, 0, between);
  const text = [caption, ...lines, ...note ? [note] : []].join("\n");
  return { "text/html": styledHtml(markup), "text/plain": text };
}

/** The text of a number, to be aligned at the right. */
class Aligned {
  constructor(readonly text: string) {}
}

function plainRows(
  rows: Record<string, string | Aligned>[],
  shapes: { name: string; numeric: boolean }[],
): string[] {
  const padded = rows.map((row) => ({ ...row }));
  for (const { name, numeric } of shapes) {
    if (!numeric) continue;
    const texts = rows.map((row) => row[name]).map((cell) =>
      cell instanceof Aligned ? cell.text : cell ?? ""
    );
    const width = Math.max(name.length, ...texts.map((text) => text.length));
    padded.forEach((row, i) => row[name] = texts[i]!.padStart(width));
  }
  const columns = shapes.map(({ name }) => name);
  return formatTable(padded, { columns, maxRows: Infinity, maxWidth: 48 }).split("\n");
}
