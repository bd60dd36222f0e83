import { parseCell } from "../code/parse_cell.ts";
import { blank, importRanges, type KnownCell } from "./known_cell.ts";

/** The cells of a session and the one at hand, as one module. */
export interface CellDocument {
  text: string;
  /** The index in the module for an index in the cell at hand (UTF-16). */
  fromCell(index: number): number;
  /** The index in the cell at hand; undefined if it is in another cell. */
  toCell(index: number): number | undefined;
}

/**
 * How a cell encloses the next one.
 *
 * - `block`: what TypeScript infers of a variable goes on in the next cell: best for completion.
 * - `function`: a variable has its declared type in the next cell, since cells run again in any order:
 *   no false errors about comparisons.
 */
export type Nesting = "block" | "function";

// A declaration: TypeScript keeps what it inferred inside arrow functions and those called at once.
const OPEN = { block: ";{\n", function: ";async function $next() {\n" };

/**
 * Makes one module of the cells that ran and of the cell at hand, which may be half typed.
 *
 * Each cell is enclosed by the one before, so a name may be declared again, as the kernel allows. The
 * imports move to the top; of two imports of one name the later counts.
 */
export function cellDocument(
  earlier: readonly KnownCell[],
  cell: string,
  nesting: Nesting = "block",
): CellDocument {
  const ranges = importsIn(cell);
  const own = ranges.map(({ start, end }) => cell.slice(start, end)).join("\n");
  const kept = new Map<string, string>();
  for (const { imports } of earlier) {
    for (const { local, text } of imports) kept.set(local ?? text, text);
  }
  for (const local of importedIn(own)) kept.delete(local);
  let text = [...kept.values(), ""].join("\n");
  const moved = ranges.map(({ start, end }) => {
    const at = text.length;
    text += `${cell.slice(start, end)}\n`;
    return { start, end, at };
  });
  for (const { body } of earlier) text += body + "\n" + OPEN[nesting];
  const base = text.length;
  text += blank(cell, ranges);
  text += `\n${"}".repeat(earlier.length)}\nexport {};\n`;
  return {
    text,
    fromCell(index) {
      const part = moved.find(({ start, end }) =>
        start <= index && (index < end || index === end && (cell[end] ?? "\n") === "\n")
      );
      return part ? part.at + index - part.start : base + index;
    },
    toCell(index) {
      const part = moved.find(({ start, end, at }) => at <= index && index <= at + end - start);
      if (part) return part.start + index - part.at;
      return index >= base && index <= base + cell.length ? index - base : undefined;
    },
  };
}

/** Where the imports of a cell stand, even if the cell is not complete. */
function importsIn(cell: string): { start: number; end: number }[] {
  try {
    return importRanges(parseCell(cell));
  } catch {
    const statements = cell.matchAll(
      /^[ \t]*import\b(?!\s*[(.])(?:[^;"'`]*?\bfrom\b)?\s*(?:"[^"\n]*"?|'[^'\n]*'?)(?:\s*with\s*\{[^}]*\})?;?/gm,
    );
    return [...statements].map(({ index, 0: { length } }) => ({
      start: index,
      end: index + length,
    }));
  }
}

/** The local names in import statements; roughly, as they may not be complete. */
function importedIn(statements: string): string[] {
  return [...statements.matchAll(/import\b([^"']*)\bfrom\b/g)].flatMap(([, clause]) =>
    clause!.replace(/[\w$]+\s+as\b/g, "").match(/[\w$]+/g) ?? []
  );
}
