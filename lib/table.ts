import { type Colours, coloursFor } from "./colour.ts";
import { cellText } from "./csv_write.ts";
import { fitColumns } from "./table_width.ts";
import { cutTo, printable, widthOf } from "./terminal_text.ts";

/** Options for {@linkcode formatTable}. */
export interface FormatTableOptions {
  /** Names of the columns, in order. @default the keys of the rows shown, in order of appearance */
  columns?: readonly string[];
  /** Maximum number of rows shown; a note counts the others. @default 100 */
  maxRows?: number;
  /** How many rows there are, if not all of them are given. @default those given */
  total?: number;
  /** Maximum width of a cell in characters of the terminal; longer text is cut with `…`. @default 60 */
  maxWidth?: number;
  /**
   * Columns of the terminal. In a wider table text is cut further, then the last columns are left
   * out, with a note; numbers and times are never cut. @default any
   */
  width?: number;
  /** Ends the note on columns that are left out: how to see them. @default "" */
  wider?: string;
  /** Styles for headings and null. @default none */
  colours?: Colours;
}

/**
 * Rows as a plain table for a terminal: a header, aligned columns, numbers at the right. Null is
 * written `null`, a missing value is blank. No value can control the terminal.
 *
 * @returns Lines without trailing blanks; no line break after the last.
 */
export function formatTable(
  rows: readonly Record<string, unknown>[],
  options: FormatTableOptions = {},
): string {
  const { maxRows = 100, maxWidth = 60, width = Infinity, wider = "" } = options;
  const { colours = coloursFor(false), total = rows.length } = options;
  const shown = rows.slice(0, maxRows);
  const names = options.columns ?? [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) => {
    const values = shown.map((row) => row[name]);
    const texts = [name, ...values.map((value) => value === null ? "null" : cellText(value))]
      .map((text) => cutTo(printable(text), maxWidth));
    const natural = texts.reduce((widest, text) => Math.max(widest, widthOf(text)), 0);
    const right = isNumeric(values);
    return { values, texts, natural, right, fixed: right || isTime(values) };
  });
  const widths = fitColumns(
    columns.map(({ natural, right }) => ({ natural, fixed: right })),
    width,
  );
  const cells = widths.map((width, i) => {
    const { values, texts, right } = columns[i]!;
    const padded = texts.map((text, line) => {
      const cut = cutTo(text, width);
      const blank = " ".repeat(width - widthOf(cut));
      const styled = line === 0
        ? colours.bold(cut)
        : values[line - 1] === null
        ? colours.dim(cut)
        : cut;
      return right ? blank + styled : styled + blank;
    });
    return [padded[0], colours.dim("-".repeat(width)), ...padded.slice(1)];
  });
  const height = names.length === 0 ? 0 : shown.length + 2;
  const lines = Array.from(
    { length: height },
    (_, i) => cells.map((column) => column[i]).join("  ").trimEnd(),
  );
  if (rows.length === 0) lines.push("(0 rows)");
  const more = total - shown.length;
  if (more > 0) {
    lines.push(`… ${more.toLocaleString("en-US")} more ${more === 1 ? "row" : "rows"}`);
  }
  const hidden = names.slice(widths.length);
  if (hidden.length > 0) {
    const list = cutTo(hidden.map(printable).join(", "), Math.max(20, width - 24));
    lines.push(`… ${hidden.length} more ${hidden.length === 1 ? "column" : "columns"}: ${list}`);
  }
  const isCut = widths.some((width, i) => width < columns[i]!.natural);
  if (wider && (hidden.length > 0 || isCut)) lines.push(wider);
  return lines.join("\n");
}

/** Whether a column contains numbers and nothing else, apart from missing values. */
export function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null && value !== undefined);
  return present.length > 0 &&
    present.every((value) => typeof value === "number" || typeof value === "bigint");
}

/** Whether a column contains times and nothing else, as Date or ISO text, apart from missing values. */
function isTime(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null && value !== undefined);
  return present.length > 0 &&
    present.every((value) =>
      value instanceof Date || typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
    );
}
