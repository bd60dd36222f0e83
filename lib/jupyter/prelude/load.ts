import { messageOf } from "../../errors.ts";
import { nearest } from "../../nearest.ts";

/**
 * Waits for a module that a cell imports and checks that it exports the names that the cell imports.
 *
 * @param wanted The names. One that begins with a capital may be a type, which does not exist at run
 * time: `deno task notebooks:check` reports it, not this function.
 * @throws {Error} The module cannot be loaded.
 * @throws {SyntaxError} The module has no such export.
 */
export async function load(
  module: Promise<Record<string, unknown>>,
  specifier: string,
  wanted: string[],
): Promise<Record<string, unknown>> {
  let loaded;
  try {
    loaded = await module;
  } catch (error) {
    throw new Error(`Cannot import ${JSON.stringify(specifier)}: ${messageOf(error)}`);
  }
  const missing = wanted.filter((name) => !(name in loaded) && !/^[A-Z]/.test(name));
  if (missing.length > 0) {
    const names = Object.keys(loaded);
    const close = missing.flatMap((name) => nearest(name, names, { most: 1 }));
    throw new SyntaxError(
      `Cannot import ${missing.join(", ")} from ${JSON.stringify(specifier)}: ` +
        `the module exports ${names.length === 0 ? "nothing" : `only ${firstOf(names)}`}` +
        (close.length > 0 ? `. Did you mean ${[...new Set(close)].join(", ")}?` : ""),
    );
  }
  return loaded;
}

/** The names, or the first of very many. */
function firstOf(names: readonly string[]): string {
  const left = names.length - 60;
  return names.slice(0, 60).join(", ") + (left > 0 ? ` and ${left} more` : "");
}
