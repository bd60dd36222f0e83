import type { Node, VariableDeclaration } from "@babel/types";
import type MagicString from "magic-string";
import { children } from "./declarations.ts";

/** The `var` declarations below a statement, but not those of functions in it. */
export function* vars(
  node: Node,
): Generator<{ node: VariableDeclaration; place?: "init" | "left" }> {
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
export function toAssignments(
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
export function breaks(text: string): string {
  return text.replace(/[^\n]+/g, "");
}
