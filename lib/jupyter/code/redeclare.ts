import type { Node, Program, Statement } from "@babel/types";
import type MagicString from "magic-string";
import { hoistedName, RUNTIME } from "../prelude/names.ts";
import { isAmbient, patternNames } from "./declarations.ts";
import { guardConstants } from "./guard_constants.ts";
import { breaks, toAssignments, vars } from "./to_assignments.ts";

/** What a cell declares, after {@linkcode redeclare}. */
export interface Redeclared {
  /** Code to put before the cell, on its first line: functions, which a cell may use before their declaration. */
  head: string;
  /** All names that it declares. */
  names: string[];
  /** Those that may not be assigned. */
  constants: string[];
}

/** Options for {@linkcode redeclare}. */
export interface RedeclareOptions {
  /** Make assignments of the declarations; the caller declares the names. @default false */
  assign?: boolean;
  /** Constants of earlier cells. @default none */
  constants?: ReadonlySet<string>;
}

/** The kinds of a merged declaration, such as a class and a namespace of one name, which stays. */
const MERGED = ["ClassDeclaration", "TSEnumDeclaration", "TSModuleDeclaration"];

/**
 * Makes all that a cell declares at its top level a `let` (or an assignment), whatever it was:
 * V8 allows only `let` after `let` and `const` after `const` across scripts, and functions, `var` and
 * enums would become properties of the global object, which nothing lexical may replace.
 *
 * - `const`, `using` and `import` become `let`; an assignment to such a name still throws;
 * - a class becomes `let A = class A …`, an enum or a namespace `let E = (() => { enum E …; return E; })();`
 * - a function keeps its place under another name, and is assigned before the first statement;
 * - a `var`, also in a block, is declared before the first statement and assigned in its place.
 *
 * Every statement stays on its line.
 */
export function redeclare(
  code: MagicString,
  program: Program,
  source: string,
  { assign = false, constants = new Set() }: RedeclareOptions = {},
): Redeclared {
  const word = assign ? "" : "let ";
  const lets = new Set<string>();
  const hoisted = new Map<string, string>();
  const own = new Set<string>();
  const merged = mergedNames(program);
  for (const statement of program.body) {
    const node = unwrapped(statement, code);
    if (isAmbient(node) && node.type !== "TSDeclareFunction") continue;
    if (node.type === "VariableDeclaration") {
      const names = node.declarations.flatMap(({ id }) => patternNames(id));
      names.forEach((name) => lets.add(name));
      if (/const|using/.test(node.kind)) names.forEach((name) => own.add(name));
      if (node.kind === "var" || assign) toAssignments(node, code, source);
      else if (node.kind !== "let") {
        const first = node.declarations[0]!.start!;
        code.update(node.start!, first, `let ${breaks(source.slice(node.start!, first))}`);
      }
      if (node.kind === "var") names.forEach((name) => hoisted.set(name, ""));
    } else if (node.type === "FunctionDeclaration" || node.type === "TSDeclareFunction") {
      if (!node.id || merged.has(node.id.name) || "declare" in node && node.declare) continue;
      const { name, start, end } = node.id;
      code.update(start!, end!, hoistedName(name));
      if (node.type === "FunctionDeclaration") {
        hoisted.set(name, ` = ${RUNTIME}.own(${hoistedName(name)}, "${name}")`);
      }
    } else if (node.type === "ClassDeclaration") {
      if (!node.id || merged.has(node.id.name)) continue;
      lets.add(node.id.name);
      code.prependRight(node.start!, `${word}${node.id.name} = `).appendLeft(node.end!, ";");
      if (node.abstract) removeWord("abstract", node.start!, node.id.start!, code, source);
    } else if (node.type === "TSEnumDeclaration" || node.type === "TSModuleDeclaration") {
      const name = rootName(node.id);
      if (!name || merged.has(name) || !hasValue(node)) continue;
      lets.add(name);
      if (node.type === "TSEnumDeclaration" && node.const) {
        removeWord("const", node.start!, node.id.start!, code, source);
      }
      code.prependRight(node.start!, `${word}${name} = (() => { `);
      code.appendLeft(node.end!, ` return ${name}; })();`);
    } else if (
      node.type === "TSImportEqualsDeclaration" && node.importKind !== "type" &&
      node.moduleReference.type !== "TSExternalModuleReference"
    ) {
      lets.add(node.id.name);
      code.update(node.start!, node.id.start!, word);
    } else if (node.type === "ImportDeclaration" && node.importKind !== "type") {
      for (const { local } of node.specifiers) own.add(local.name);
    } else {
      for (const inner of vars(node)) {
        for (const { id } of inner.node.declarations) {
          patternNames(id).forEach((name) => hoisted.set(name, hoisted.get(name) ?? ""));
        }
        toAssignments(inner.node, code, source, inner.place);
      }
    }
  }
  const others = new Set([...lets, ...hoisted.keys()]);
  const kept = [...constants].filter((name) => !others.has(name));
  guardConstants(code, program, new Set([...kept, ...own]));
  const parts = [...hoisted].filter(([, value]) => !assign || value !== "");
  const declared = parts.map(([name, value]) => name + value);
  return {
    head: declared.length === 0 ? "" : `${word}${declared.join(", ")};`,
    names: [...new Set([...lets, ...hoisted.keys(), ...own])],
    constants: [...own],
  };
}

/** The declaration in an `export`, which means nothing in a cell. */
function unwrapped(node: Statement, code: MagicString): Statement {
  if (node.type !== "ExportNamedDeclaration" || !node.declaration) return node;
  code.update(node.start!, node.declaration.start!, "");
  return node.declaration as Statement;
}

/** Names that TypeScript merges from several declarations of one cell. */
function mergedNames({ body }: Program): Set<string> {
  const seen = new Map<string, string[]>();
  for (const node of body) {
    const { type, id } = node as { type: string; id?: Node };
    const name = id && rootName(id);
    if (name) seen.set(name, [...seen.get(name) ?? [], type]);
  }
  const several = [...seen].filter(([, types]) =>
    types.length > 1 && types.some((type) => MERGED.includes(type)) &&
    types.filter((type) => !/Interface|Alias/.test(type)).length > 1
  );
  return new Set(several.map(([name]) => name));
}

function rootName(id: Node): string | undefined {
  if (id.type === "TSQualifiedName") return rootName(id.left);
  return id.type === "Identifier" ? id.name : undefined;
}

/** Whether something of an enum or a namespace is left when the types are gone. */
function hasValue(node: Node): boolean {
  if (isAmbient(node) || /^TS(Interface|TypeAlias)Declaration$/.test(node.type)) return false;
  if (node.type === "TSModuleDeclaration") return node.body.body.some(hasValue);
  if (node.type !== "ExportNamedDeclaration") return true;
  return node.declaration ? hasValue(node.declaration) : false;
}

/** Removes a keyword before a name. */
function removeWord(word: string, from: number, to: number, code: MagicString, source: string) {
  const at = from + source.slice(from, to).lastIndexOf(word);
  if (at >= from) code.update(at, at + word.length, "");
}
