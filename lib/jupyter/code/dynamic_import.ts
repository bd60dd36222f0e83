import type { ImportDeclaration } from "@babel/types";
import { RUNTIME } from "../prelude/names.ts";

/** Options for {@linkcode dynamicImport}. */
export interface DynamicImportOptions {
  /** Assign the names, which are declared elsewhere. @default false */
  assign?: boolean;
  /** Returns what is imported for a specifier. @default the specifier */
  resolve?: (specifier: string) => string;
}

/**
 * Writes a static import of values as a dynamic one that `load()` of the prelude checks. Deno's
 * kernel makes it dynamic itself, but silently drops what a module does not export.
 *
 * @returns undefined if it stays as it is: `import type …` of a cell for the kernel, `import defer …`.
 */
export function dynamicImport(
  node: ImportDeclaration,
  source: string,
  { assign = false, resolve = (specifier) => specifier }: DynamicImportOptions = {},
): string | undefined {
  if (node.phase) return undefined;
  if (node.importKind === "type" || node.importKind === "typeof") {
    // In a block, where the names are declared elsewhere, no import may stand; a run needs no types.
    return assign ? ";" : undefined;
  }
  const names: { exported: string; local: string }[] = [];
  let namespace: string | undefined;
  for (const specifier of node.specifiers) {
    const local = specifier.local.name;
    if (specifier.type === "ImportDefaultSpecifier") names.push({ exported: "default", local });
    else if (specifier.type === "ImportNamespaceSpecifier") namespace = local;
    else if (specifier.importKind !== "type") {
      const { imported } = specifier;
      const exported = imported.type === "StringLiteral" ? imported.value : imported.name;
      names.push({ exported, local });
    }
  }
  const module = JSON.stringify(node.source.value);
  const attributes = node.attributes?.map(({ start, end }) => source.slice(start!, end!)) ?? [];
  const options = attributes.length === 0 ? "" : `, { with: { ${attributes.join(", ")} } }`;
  const exported = JSON.stringify(names.map(({ exported }) => exported));
  const target = JSON.stringify(resolve(node.source.value));
  const call = `await ${RUNTIME}.wait(${RUNTIME}.load(import(${target}${options}), ` +
    `${module}, ${exported}))`;
  const taken = names.map(takes).join(", ");
  const take = (from: string) =>
    assign ? `void 0, ({ ${taken} } = ${from});` : `let { ${taken} } = ${from};`;
  if (namespace === undefined) return names.length === 0 ? `${call};` : take(call);
  const whole = `${assign ? "" : "let "}${namespace} = ${call};`;
  return names.length === 0 ? whole : `${whole} ${take(namespace)}`;
}

/** A member of a destructuring pattern. */
function takes({ exported, local }: { exported: string; local: string }): string {
  if (exported === local) return local;
  return `${/^[\w$]+$/.test(exported) ? exported : JSON.stringify(exported)}: ${local}`;
}
