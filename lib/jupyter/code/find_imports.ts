import { parseCell, walk } from "./parse_cell.ts";

/** The imports of a cell's source. */
export interface CellImports {
  /** Static imports: offsets of each statement. */
  statements: { start: number; end: number }[];
  /** The modules imported, statically, by `import("…")` or in a type: offsets between the quotes. */
  specifiers: { start: number; end: number }[];
}

/**
 * Finds the imports of a cell.
 *
 * @throws {SyntaxError} The source cannot be parsed.
 */
export function findImports(source: string): CellImports {
  const program = parseCell(source);
  const found: CellImports = {
    statements: program.body.filter(({ type }) => type === "ImportDeclaration")
      .map(({ start, end }) => ({ start: start!, end: end! })),
    specifiers: [],
  };
  walk(program, (node) => {
    if (
      (node.type === "ImportDeclaration" || node.type === "ImportExpression" ||
        node.type === "TSImportType") && node.source.type === "StringLiteral"
    ) {
      found.specifiers.push({ start: node.source.start! + 1, end: node.source.end! - 1 });
    }
  });
  return found;
}
