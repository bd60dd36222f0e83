import type { ImportDeclaration } from "@babel/types";

/** What the cells so far declare. */
export interface KnownNames {
  /** The module and the name there, for each imported name. */
  imported: Map<string, string>;
  declared: Set<string>;
}

/**
 * The specifiers of an import with names that an earlier cell has imported or declared: the same
 * import is left out, another one gets a name of its own and an alias in the cell's block.
 *
 * @returns undefined if all its names are new.
 */
export function importedAgain(node: ImportDeclaration, names: KnownNames, cell: number) {
  const found = node.specifiers.map((specifier) => {
    const local = specifier.local.name;
    const exported = specifier.type === "ImportDefaultSpecifier"
      ? "default"
      : specifier.type === "ImportNamespaceSpecifier"
      ? "*"
      : specifier.imported.type === "StringLiteral"
      ? JSON.stringify(specifier.imported.value)
      : specifier.imported.name;
    const key = `${node.source.value} ${exported}`;
    const known = names.imported.get(local);
    const same = known === key && !names.declared.has(local);
    const taken = known !== undefined || names.declared.has(local);
    const type = node.importKind === "type" ||
      specifier.type === "ImportSpecifier" && specifier.importKind === "type";
    return { local, exported, key, same, taken, type };
  });
  for (const { local, key, taken } of found) if (!taken) names.imported.set(local, key);
  if (!found.some(({ taken }) => taken)) return undefined;
  const specifiers: string[] = [];
  const whole: string[] = [];
  const aliases: string[] = [];
  for (const { local, exported, same, taken, type } of found) {
    if (same) continue;
    const name = taken ? `${local}_${cell}` : local;
    if (exported === "*") whole.push(`* as ${name}`);
    else specifiers.push(`${type ? "type " : ""}${exported} as ${name}`);
    if (taken) aliases.push(`${type ? "type" : "const"} ${local} = ${name};`);
  }
  return { specifiers, whole, aliases };
}
