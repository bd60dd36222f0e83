import { cellText } from "./csv_write.ts";
import { cutTo, printable, widthOf } from "./terminal_text.ts";

/** Options for {@linkcode formatTable}. */
export interface FormatTableOptions {
  /** Names of the columns, in order. @default the keys of the rows shown, in order of appearance */
  columns?: readonly string[];
  /** Maximum number of rows shown; a note counts the others. @default 100 */
  maxRows?: number;
  /** Maximum width of a cell in characters of the terminal; longer text is cut with `…`. @default 60 */
  maxWidth?: number;
}

/**
 * Rows as a plain table for a terminal: a header, aligned columns, numbers at the right. Null is
 * written `null`, a missing value is blank. No value can control the terminal.
 *
 * @returns Lines without trailing blanks; no line break after the last.
 */
export function formatTable(
  rows: readonly Record<string, unknown>[],
  { columns, maxRows = 100, maxWidth = 60 }: FormatTableOptions = {},
): string {
  const shown = rows.slice(0, maxRows);
  const names = columns ?? [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const cells = names.map((name) => {
    const values = shown.map((row) => row[name]);
    const texts = [name, ...values.map((value) => value === null ? "null" : cellText(value))]
      .map((text) => cutTo(printable(text), maxWidth));
    const width = texts.reduce((widest, text) => Math.max(widest, widthOf(text)), 0);
    const right = isNumeric(values);
    const padded = texts.map((text) => {
      const blank = " ".repeat(width - widthOf(text));
      return right ? blank + text : text + blank;
    });
    return [padded[0], "-".repeat(width), ...padded.slice(1)];
  });
  const height = names.length === 0 ? 0 : shown.length + 2;
  const lines = Array.from(
    { length: height },
    (_, i) => cells.map((column) => column[i]).join("  ").trimEnd(),
  );
  const more = rows.length - shown.length;
  if (rows.length === 0) lines.push("(0 rows)");
  if (more > 0) lines.push(`… ${more} more ${more === 1 ? "row" : "rows"}`);
  return lines.join("\n");
}

/** Whether a column contains numbers and nothing else, apart from missing values. */
export function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null && value !== undefined);
  return present.length > 0 &&
    present.every((value) => typeof value === "number" || typeof value === "bigint");
}
