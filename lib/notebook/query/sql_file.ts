import type { AskedQuery } from "./run_query.ts";

/** Quoted text, comments, casts and `:=` are left alone; `:name` is a parameter. */
const PARTS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|::|(?<!\w):([a-z_]\w*)/gi;

/**
 * The query in a file's text, its `:name`s replaced by the values of `params`.
 *
 * @throws {TypeError} A name has no value, or a value no name.
 */
export function fromFile(text: string, params: Record<string, unknown>, path: string): AskedQuery {
  const strings: string[] = [];
  const values: unknown[] = [];
  const used = new Set<string>();
  let from = 0;
  for (const { 0: found, 1: name, index } of text.matchAll(PARTS)) {
    if (name === undefined) continue;
    if (!Object.hasOwn(params, name)) {
      throw new TypeError(`Cannot run ${path}: it wants :${name}; give { ${name}: … }`);
    }
    used.add(name);
    strings.push(text.slice(from, index));
    values.push(params[name]);
    from = index + found.length;
  }
  strings.push(text.slice(from));
  const unused = Object.keys(params).find((name) => !used.has(name));
  if (unused !== undefined) throw new TypeError(`Cannot run ${path}: it has no :${unused}`);
  return { strings, values };
}
