import type { Node, Program } from "@babel/types";
import { children, declare, isAmbient, patternNames } from "./declarations.ts";
import { Scope } from "./scope.ts";

/** The names that a cell shares with other cells. */
export interface CellNames {
  /** Names that it declares at its top level, without those that it imports. */
  defines: string[];
  /** Names that it imports. */
  imports: string[];
  /** Names of other cells (or globals) that it reads, also inside functions. */
  reads: string[];
  /** Names of other cells that it assigns: `total += 1`. */
  assigns: string[];
  /** Where it assigns names of its top level or of other cells. */
  assignments: { name: string; node: Node }[];
}

type Any = Node & Record<string, unknown>;

/**
 * Finds the names that a cell defines and those that it needs from elsewhere. Types do not count: a
 * cell that only names a type of another cell need not run again with it.
 */
export function cellNames(program: Program): CellNames {
  const top = new Scope();
  const imports: string[] = [];
  for (const node of program.body) {
    if (node.type !== "ImportDeclaration" || node.importKind === "type") continue;
    for (const specifier of node.specifiers) {
      if (specifier.type === "ImportSpecifier" && specifier.importKind === "type") continue;
      imports.push(specifier.local.name);
    }
  }
  imports.forEach((name) => top.declare(name));
  block(program.body, top, top);
  const imported = new Set(imports);
  return {
    defines: [...top.declared].filter((name) => !imported.has(name)),
    imports,
    reads: [...top.read],
    assigns: [...top.assigned],
    assignments: top.assignments,
  };
}

/** Visits statements: first what they declare, as a function may be called before its declaration. */
function block(nodes: readonly Node[], scope: Scope, whole: Scope): void {
  for (const node of nodes) declare(node, scope, whole);
  for (const node of nodes) visit(node, scope, whole);
}

function visit(node: Node, scope: Scope, whole: Scope): void {
  if (node.type.startsWith("TS") && !hasValue(node) || isAmbient(node)) return;
  const all = (nodes: readonly (Node | null | undefined)[], to = scope) =>
    nodes.forEach((child) => child && visit(child, to, whole));
  switch (node.type) {
    case "Identifier":
    case "JSXIdentifier":
      return scope.reads(node.name);
    case "ImportDeclaration":
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return;
    case "LabeledStatement":
      return visit(node.body, scope, whole);
    case "MemberExpression":
    case "OptionalMemberExpression":
      return all([node.object, node.computed ? node.property : null]);
    case "ObjectProperty":
      return all([node.computed ? node.key : null, node.value]);
    case "VariableDeclarator":
      return target(node.id, scope, whole, true), all([node.init]);
    case "AssignmentExpression":
      target(node.left, scope, whole);
      if (node.operator !== "=") visit(node.left, scope, whole);
      return visit(node.right, scope, whole);
    case "UpdateExpression":
      return target(node.argument, scope, whole), visit(node.argument, scope, whole);
    case "ForStatement": {
      const inner = new Scope(scope);
      if (node.init) declare(node.init, inner, whole);
      return all([node.init, node.test, node.update, node.body], inner);
    }
    case "ForInStatement":
    case "ForOfStatement": {
      const inner = new Scope(scope);
      declare(node.left, inner, whole);
      if (node.left.type === "VariableDeclaration") visit(node.left, inner, whole);
      else target(node.left, inner, whole);
      return all([node.right, node.body], inner);
    }
    case "BlockStatement":
    case "StaticBlock":
      return block(node.body, new Scope(scope), whole);
    case "SwitchStatement": {
      visit(node.discriminant, scope, whole);
      const inner = new Scope(scope);
      all(node.cases.map(({ test }) => test), inner);
      return block(node.cases.flatMap(({ consequent }) => consequent), inner, whole);
    }
    case "CatchClause": {
      const inner = new Scope(scope);
      if (node.param) {
        patternNames(node.param).forEach((name) => inner.declare(name));
        target(node.param, inner, whole, true);
      }
      return visit(node.body, inner, whole);
    }
    case "ClassDeclaration":
    case "ClassExpression": {
      const inner = new Scope(scope);
      if (node.id) inner.declare(node.id.name);
      return all([...(node.decorators ?? []), node.superClass, ...node.body.body], inner);
    }
    case "TSEnumDeclaration":
      return enumeration(node as unknown as Any, scope, whole);
    case "JSXAttribute":
      return all([node.value]);
    case "JSXMemberExpression":
      return all([node.object]);
    case "JSXOpeningElement": {
      const { name } = node;
      // A small letter begins the name of an element, not of a value.
      if (name.type !== "JSXIdentifier" || /^[^a-z]/.test(name.name)) visit(name, scope, whole);
      return all(node.attributes);
    }
    case "JSXClosingElement":
    case "JSXNamespacedName":
      return;
  }
  if (/Function|ObjectMethod|Class(Private)?Method/.test(node.type)) {
    return callable(node as Any, scope, whole);
  }
  if (/^Class(Private|Accessor)?Property$/.test(node.type)) {
    const { key, computed, value, decorators } = node as unknown as Record<string, never>;
    return all([...(decorators ?? []), computed ? key : null, value]);
  }
  all(children(node));
}

/** Visits a function: its parameters and body in a scope of its own. */
function callable(node: Any, scope: Scope, whole: Scope): void {
  if (node.computed) visit(node.key as Node, scope, whole);
  for (const decorator of node.decorators as Node[] ?? []) visit(decorator, scope, whole);
  const inner = new Scope(scope);
  const id = node.id as { name: string } | null | undefined;
  if (node.type === "FunctionExpression" && id) inner.declare(id.name);
  if (node.type !== "ArrowFunctionExpression") inner.declare("arguments");
  const params = node.params as Node[];
  for (const param of params) {
    patternNames(param).forEach((name) => inner.declare(name));
    target(param, inner, inner, true);
  }
  const body = node.body as Node | null | undefined; // An overload has none.
  if (body?.type === "BlockStatement") block(body.body, inner, inner);
  else if (body) visit(body, inner, inner);
}

function enumeration(node: Any, scope: Scope, whole: Scope): void {
  const body = node.body as { members?: unknown } | undefined;
  const members = (body?.members ?? node.members) as { id: Node; initializer?: Node | null }[];
  const inner = new Scope(scope);
  for (const { id } of members) if (id.type === "Identifier") inner.declare(id.name);
  for (const { initializer } of members) if (initializer) visit(initializer, inner, whole);
}

/** Visits what a pattern reads (defaults, computed keys, `a.b`) and assigns what it assigns. */
function target(node: Node, scope: Scope, whole: Scope, declares = false): void {
  const on = (child: Node | null | undefined) => child && target(child, scope, whole, declares);
  if (node.type === "Identifier") {
    if (!declares) scope.assigns(node.name, node);
  } else if (node.type === "AssignmentPattern") {
    on(node.left);
    visit(node.right, scope, whole);
  } else if (node.type === "ArrayPattern") node.elements.forEach(on);
  else if (node.type === "RestElement") on(node.argument);
  else if (node.type === "TSParameterProperty") on(node.parameter);
  else if (node.type === "ObjectPattern") {
    for (const property of node.properties) {
      if (property.type === "RestElement") on(property.argument);
      else {
        if (property.computed) visit(property.key, scope, whole);
        on(property.value as Node);
      }
    }
  } else if (node.type === "ParenthesizedExpression" || node.type.startsWith("TS")) {
    on((node as unknown as { expression: Node }).expression);
  } else visit(node, scope, whole);
}

/** Whether a node of TypeScript's has a value at run time. */
function hasValue(node: Node): boolean {
  return /^TS(As|Satisfies|NonNull|Instantiation)Expression$|^TSTypeAssertion$|^TSEnumDecl|^TSExport|^TSParameterProp|^TSModule(Decl|Block)/
    .test(node.type);
}
