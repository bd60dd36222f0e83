import type { ImportDeclaration, Node, Program } from "@babel/types";
import { patternNames } from "../code/declarations.ts";
import { parseCell } from "../code/parse_cell.ts";
import { answerOf } from "../code/sql_mark.ts";
import { isSqlCell } from "./cursor_context.ts";

/** A cell that ran, as far as later cells see it. */
export interface KnownCell {
  /** Its code without static imports; every other character is where it was. */
  body: string;
  /** Its static imports, one statement for each name. */
  imports: { local?: string; text: string }[];
  /** The names that it declares or imports at the top level. */
  names: Set<string>;
}

/** The notebook API, which has `sql`. */
const LIBRARY = new URL("../../notebook/mod.ts", import.meta.url).href;

/** Reads a cell; undefined if it is neither TypeScript nor SQL. */
export function knownCell(source: string): KnownCell | undefined {
  if (isSqlCell(source)) {
    const name = answerOf(source);
    const asked = `await (await import(${JSON.stringify(LIBRARY)})).sql\`select 1\``;
    return { body: `const ${name} = ${asked};`, imports: [], names: new Set([name]) };
  }
  let program: Program;
  try {
    program = parseCell(source);
  } catch {
    return undefined; // It did not run either.
  }
  const imports = program.body.flatMap((node) =>
    node.type === "ImportDeclaration" ? importsOf(node, source) : []
  );
  const names = new Set(program.body.flatMap(declaredBy));
  for (const { local } of imports) if (local !== undefined) names.add(local);
  return { body: blank(source, importRanges(program)), imports, names };
}

/** Where the static imports of a program stand. */
export function importRanges(program: Program): { start: number; end: number }[] {
  return program.body.filter(({ type }) => type === "ImportDeclaration")
    .map(({ start, end }) => ({ start: start!, end: end! }));
}

/** Replaces ranges by spaces; lines stay. */
export function blank(source: string, ranges: readonly { start: number; end: number }[]): string {
  for (const { start, end } of ranges) {
    const spaces = source.slice(start, end).replace(/[^\n]/g, " ");
    source = source.slice(0, start) + spaces + source.slice(end);
  }
  return source;
}

function importsOf(node: ImportDeclaration, source: string): KnownCell["imports"] {
  const attributes = node.attributes?.map(({ start, end }) => source.slice(start!, end!)) ?? [];
  const from = JSON.stringify(node.source.value) +
    (attributes.length > 0 ? ` with { ${attributes.join(", ")} };` : ";");
  if (node.specifiers.length === 0) return [{ text: `import ${from}` }];
  const type = node.importKind === "type" ? "type " : "";
  return node.specifiers.map((specifier) => {
    const text = source.slice(specifier.start!, specifier.end!);
    const named = specifier.type === "ImportSpecifier" ? `{ ${text} }` : text;
    return { local: specifier.local.name, text: `import ${type}${named} from ${from}` };
  });
}

/** The names that a statement declares. */
function declaredBy(node: Node): string[] {
  switch (node.type) {
    case "VariableDeclaration":
      return node.declarations.flatMap(({ id }) => patternNames(id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSEnumDeclaration":
      return node.id ? [node.id.name] : [];
    default:
      return [];
  }
}
