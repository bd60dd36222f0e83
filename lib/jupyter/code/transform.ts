import { cellUrl, RUNTIME } from "../prelude/names.ts";
import { cellInfo } from "./cell_info.ts";
import { hintFor } from "./hints.ts";
import { parses } from "./parse_cell.ts";
import { rewriteCell } from "./rewrite_cell.ts";
import { typescriptOf } from "./sql_cell.ts";
import { takenNames } from "./taken_names.ts";
import { markedSql } from "./sql_mark.ts";

/** A cell that is about to run. */
export interface CellRequest {
  /** The relay's number for this run. */
  id: number;
  /** The number in the brackets before the cell. */
  count: number;
  source: string;
  /** The id of the notebook's cell, if the front end sent it. */
  cell?: string;
  /** Whether the cell has the tag `sql`. */
  sql?: boolean;
}

/** Options for {@linkcode codeOf}. */
export interface TransformOptions {
  /** The constants of earlier cells; changed to those after this cell. @default none */
  constants?: Set<string>;
  /** Returns what is imported for a specifier. @default the specifier */
  resolve?: (specifier: string) => string;
}

/** The code that Deno's kernel runs for a cell: its source, transformed and tied to this run. */
export function codeOf(request: CellRequest, options?: TransformOptions): string {
  const { id, count, source, cell, sql } = request;
  const code = typescriptOf(sql ? markedSql(source) : source);
  const info = cellInfo(code, cell);
  const begin = info === undefined ? `${id}` : `${id}, ${JSON.stringify(info)}`;
  return `${RUNTIME}.begin(${begin});${transform(code, options)}\n//# sourceURL=${cellUrl(count)}`;
}

/**
 * Rewrites a cell for the kernel: see {@linkcode rewriteCell}. A cell without a last expression gets
 * no value.
 *
 * A cell that cannot be parsed stays as it is, so that Deno says what is wrong with it; a magic of
 * other kernels becomes an error that says what to write.
 */
export function transform(
  source: string,
  { constants = new Set(), resolve }: TransformOptions = {},
): string {
  let cell;
  try {
    cell = rewriteCell(source, { stoppable: true, constants, ...resolve && { resolve } });
  } catch {
    // No valid code, or nested too deeply to be walked through.
    const hint = hintFor(source, parses);
    return hint ? `throw new SyntaxError(${JSON.stringify(hint.message)});` : source;
  }
  cell.names.forEach((name) => constants.delete(name));
  cell.constants.forEach((name) => constants.add(name));
  const taken = takenNames(cell.names);
  const warning = taken === undefined ? "" : `console.warn(${JSON.stringify(taken)});`;
  // The value of a script is that of its last statement, also of a loop; only an answer is one.
  return `${cell.head}${warning}${cell.code}${cell.answers ? "" : "\nvoid 0;"}`;
}
