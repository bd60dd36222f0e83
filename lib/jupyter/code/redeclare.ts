import type { Node, Program, Statement, VariableDeclaration } from "@babel/types";
import type MagicString from "magic-string";
import { hoistedName, RUNTIME } from "../prelude/names.ts";
import { cellNames } from "./cell_names.ts";
import { children, isAmbient, patternNames } from "./declarations.ts";

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
  guard(code, program, new Set([...constants, ...own]), lets, hoisted, own);
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

/** The `var` declarations below a statement, but not those of functions in it. */
function* vars(node: Node): Generator<{ node: VariableDeclaration; place?: "init" | "left" }> {
  for (const child of children(node)) {
    if (/Function|Method|Class|^TSModule/.test(child.type)) continue;
    if (child.type === "VariableDeclaration" && child.kind === "var") {
      if (node.type === "ForStatement" && node.init === child) yield { node: child, place: "init" };
      else if (/^For(In|Of)/.test(node.type) && (node as { left?: Node }).left === child) {
        yield { node: child, place: "left" };
      } else yield { node: child };
    } else yield* vars(child);
  }
}

/** Makes a declaration an expression that assigns: `var a: T = 1, { b } = c` → `a = 1, ({ b } = c)`. */
function toAssignments(
  { start, declarations, kind }: VariableDeclaration,
  code: MagicString,
  source: string,
  place?: "init" | "left",
): void {
  const first = declarations[0]!;
  // Not "(" or "[" first: it would continue a line above that has no semicolon.
  const safe = place === undefined && first.id.type !== "Identifier" ? "void 0, " : "";
  code.update(start!, first.id.start!, safe + breaks(source.slice(start!, first.id.start!)));
  for (const { id, init, end } of declarations) {
    const type = (id as { typeAnnotation?: Node | null }).typeAnnotation;
    const name = id.type === "Identifier" ? id.start! + id.name.length : id.end!;
    const from = id.type === "Identifier" ? name : type?.start ?? name;
    const until = init ? type?.end ?? from : end!;
    if (until > from) code.update(from, until, breaks(source.slice(from, until)));
    if (place === "left") continue;
    // A `var` without a value keeps its value.
    if (!init) code.appendLeft(name, kind === "var" ? "" : " = undefined");
    else if (id.type === "ObjectPattern") {
      code.prependRight(id.start!, "(").appendLeft(end!, ")");
    }
  }
}

/** The line breaks of a text that is removed. */
function breaks(text: string): string {
  return text.replace(/[^\n]+/g, "");
}

/** Makes every assignment to a constant throw. */
function guard(
  code: MagicString,
  program: Program,
  constants: ReadonlySet<string>,
  ...[lets, hoisted, own]: [Set<string>, Map<string, string>, Set<string>]
): void {
  if (constants.size === 0) return;
  const shorthands = new Map<Node, true>();
  const open: Node[] = [program];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === "ObjectProperty" && node.shorthand) {
      const { value } = node;
      shorthands.set(value.type === "AssignmentPattern" ? value.left : value, true);
    }
    open.push(...children(node));
  }
  const changed = new Set([...lets, ...hoisted.keys()].filter((name) => !own.has(name)));
  for (const { name, node } of cellNames(program).assignments) {
    if (!constants.has(name) || changed.has(name)) continue;
    const key = shorthands.has(node) ? `${name}: ` : "";
    code.update(node.start!, node.end!, `${key}${RUNTIME}.constant("${name}").it`);
  }
}
