import type { Node, Program } from "@babel/types";
import type MagicString from "magic-string";
import { RUNTIME } from "../prelude/names.ts";
import { cellNames } from "./cell_names.ts";
import { children } from "./declarations.ts";

/** Makes every assignment to one of some names throw. */
export function guardConstants(
  code: MagicString,
  program: Program,
  constants: ReadonlySet<string>,
): void {
  if (constants.size === 0) return;
  const shorthands = new Set<Node>();
  const open: Node[] = [program];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === "ObjectProperty" && node.shorthand) {
      const { value } = node;
      shorthands.add(value.type === "AssignmentPattern" ? value.left : value);
    }
    open.push(...children(node));
  }
  for (const { name, node } of cellNames(program).assignments) {
    if (!constants.has(name)) continue;
    const key = shorthands.has(node) ? `${name}: ` : "";
    code.update(node.start!, node.end!, `${key}${RUNTIME}.constant("${name}").it`);
  }
}
