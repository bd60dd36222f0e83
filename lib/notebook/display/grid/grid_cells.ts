import type { AnswerColumn, Row } from "../../../questdb/answer.ts";
import { cellText } from "../../../csv_write.ts";
import { kindOf } from "../../../questdb/slices/column_kind.ts";
import type { Cell } from "../../../jupyter/lab/extension/grid/protocol.ts";
import { readable } from "../../readable.ts";
import { numberFormat } from "../cell_format.ts";

/** Writes the cells of one grid as its static table has them. */
export interface CellWriter {
  /**
   * @returns `cells`: a list for each column. `reformatted`: numbers that were written before would now
   * have more decimals.
   */
  write(rows: readonly Row[]): { cells: Cell[][]; reformatted: boolean };
}

/** @param sample The rows of the static table, which decide how many decimals a column has. */
export function cellWriter(columns: readonly AnswerColumn[], sample: readonly Row[]): CellWriter {
  // Of each column a value that needs as many decimals as any so far.
  const longest = columns.map(({ name }) => longestOf(sample.map((row) => row[name])));
  return {
    write(rows) {
      let reformatted = false;
      const cells = columns.map(({ name, type }, i) => {
        const values = rows.map((row) => row[name] ?? null);
        const before = decimals(longest[i]);
        longest[i] = longestOf([longest[i], ...values]);
        reformatted ||= decimals(longest[i]) > before;
        const format = numberFormat([longest[i]]);
        const isTime = kindOf(type) === "time";
        return values.map((value): Cell =>
          value === null
            ? null
            : typeof value === "number"
            ? format(value)
            : isTime && typeof value === "string"
            ? timeText(value)
            : readable(value)
        );
      });
      return { cells, reformatted };
    },
  };
}

function longestOf(values: readonly unknown[]): unknown {
  let [found, most] = [undefined as unknown, -1];
  for (const value of values) {
    const length = typeof value === "number" ? decimals(value) : -1;
    if (length > most) [found, most] = [value, length];
    if (most >= 4) break;
  }
  return found;
}

function decimals(value: unknown): number {
  return /\.(\d+)$/.exec(numberFormat([value])(0))?.[1]?.length ?? 0;
}

/** ISO text as `readable` writes a Date, but with all digits of the second. */
function timeText(iso: string): string {
  return iso.replace("T", " ").replace(/(\.0+)?Z$/, "");
}

/** Cells in full as text with tabs, as spreadsheets take it. */
export function tsvOf(rows: readonly Row[], columns: readonly string[]): string {
  return rows.map((row) => columns.map((name) => field(row[name])).join("\t")).join("\n");
}

function field(value: unknown): string {
  const text = cellText(value);
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
