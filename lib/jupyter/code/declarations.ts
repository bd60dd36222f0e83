import type { Node } from "@babel/types";
import type { Scope } from "./scope.ts";

/** Properties of a node that hold types, not values. */
const TYPES = new Set([
  ...["typeAnnotation", "typeParameters", "typeArguments", "returnType", "superTypeParameters"],
  ...["implements", "predicate", "superTypeArguments"],
]);

/** Nodes that keep a `var` inside. */
const OWN_SCOPE = /Function|Method|Class|^TSModule/;

/** Declares what a statement declares in its block, and the `var` of what is inside it. */
export function declare(node: Node, scope: Scope, whole: Scope): void {
  if (isAmbient(node)) return;
  if (node.type === "VariableDeclaration") {
    const to = node.kind === "var" ? whole : scope;
    for (const { id } of node.declarations) patternNames(id).forEach((name) => to.declare(name));
  } else if (
    node.type === "FunctionDeclaration" || node.type === "ClassDeclaration" ||
    node.type === "TSEnumDeclaration"
  ) {
    if (node.id) scope.declare(node.id.name);
  } else if (node.type === "TSModuleDeclaration" || node.type === "TSImportEqualsDeclaration") {
    const { id } = node;
    if (id.type === "Identifier") scope.declare(id.name);
  } else if (node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration") {
    if (node.declaration) declare(node.declaration, scope, whole);
  }
  if (!OWN_SCOPE.test(node.type)) hoist(node, whole);
}

/** Declares each `var` below a statement, but not those of functions in it. */
function hoist(node: Node, whole: Scope): void {
  for (const child of children(node)) {
    if (OWN_SCOPE.test(child.type)) continue;
    if (child.type === "VariableDeclaration" && child.kind === "var") declare(child, whole, whole);
    else hoist(child, whole);
  }
}

/** The names that a pattern declares. */
export function patternNames(node: Node): string[] {
  if (node.type === "Identifier") return node.name === "this" ? [] : [node.name];
  if (node.type === "AssignmentPattern") return patternNames(node.left);
  if (node.type === "RestElement") return patternNames(node.argument);
  if (node.type === "TSParameterProperty") return patternNames(node.parameter);
  if (node.type === "ArrayPattern") return node.elements.flatMap((e) => e ? patternNames(e) : []);
  if (node.type !== "ObjectPattern") return [];
  return node.properties.flatMap((p) =>
    patternNames(p.type === "RestElement" ? p.argument : p.value as Node)
  );
}

/** Whether a declaration only names what exists elsewhere. */
export function isAmbient(node: Node): boolean {
  const { declare } = node as { declare?: boolean };
  return declare === true || node.type === "TSDeclareFunction";
}

/** The nodes below a node, without those that hold types. */
export function children(node: Node): Node[] {
  return Object.entries(node).flatMap(([key, value]) =>
    TYPES.has(key) ? [] : Array.isArray(value) ? value : [value]
  ).filter((child) => typeof child?.type === "string");
}
