import type { Colours } from "../colour.ts";
import { cellText, toCsv } from "../csv_write.ts";
import { formatTable } from "../table.ts";
import { cutTo, printable, widthOf } from "../terminal_text.ts";
import type { SqlAnswer } from "./sql_session.ts";

/** How answers are printed. */
export type AnswerFormat = "table" | "expanded" | "json" | "csv";

/** The terminal for {@linkcode answerText}. */
export interface AnswerTextOptions {
  format: AnswerFormat;
  /** Columns of the terminal. @default any: nothing is cut to fit */
  width?: number;
  /** How to see the columns that do not fit. */
  wider?: string;
  colours: Colours;
}

/** An answer as text; no line break after the last line. */
export function answerText(answer: SqlAnswer, options: AnswerTextOptions): string {
  const { columns, rows, total } = answer;
  const { format, colours } = options;
  if (format === "json") {
    return JSON.stringify(rows, (_, value) => typeof value === "bigint" ? String(value) : value);
  }
  if (format === "csv") return toCsv(rows, { columns }).slice(0, -1);
  if (columns.length === 0) return "ok";
  if (format === "expanded") return expandedText(answer, options);
  return formatTable(rows, { ...options, columns, total, colours, maxRows: Infinity });
}

/** A block of lines for each row, a line for each column. */
function expandedText(
  { columns, rows, total = rows.length }: SqlAnswer,
  { width = Infinity, colours }: AnswerTextOptions,
): string {
  if (rows.length === 0) return "(0 rows)";
  const names = columns.map(printable);
  const widest = Math.max(...names.map(widthOf));
  const room = Math.max(10, width - widest - 2);
  const lines = rows.flatMap((row, i) => [
    colours.dim(
      `-- row ${i + 1} ${"-".repeat(Math.max(0, Math.min(width, 60) - 9 - String(i).length))}`,
    ),
    ...columns.map((name, at) => {
      const value = row[name];
      const text = value === null ? "null" : printable(cellText(value));
      const cut = cutTo(text, room);
      const blank = " ".repeat(widest - widthOf(names[at]!));
      return `${colours.bold(names[at]!)}${blank}  ${value === null ? colours.dim(cut) : cut}`
        .trimEnd();
    }),
  ]);
  const more = total - rows.length;
  if (more > 0) lines.push(`… ${more.toLocaleString("en-US")} more ${more === 1 ? "row" : "rows"}`);
  return lines.join("\n");
}
