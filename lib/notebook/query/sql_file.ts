import { sqlPieces } from "../../questdb/sql_pieces.ts";
import type { QueryPieces } from "../../questdb/sql_template.ts";

/** `:name` is a parameter, except in casts and `:=`. */
const NAME = /::|(?<!\w):([a-z_]\w*)/gi;

/**
 * The query in the text of a file, with each `:name` outside of quotes and comments replaced by its value in `params`.
 *
 * @throws {TypeError} A name has no value, or a value is not named.
 */
export function fromFile(text: string, params: Record<string, unknown>, path: string): QueryPieces {
  const strings: string[] = [];
  const values: unknown[] = [];
  const used = new Set<string>();
  let string = "";
  for (const { kind, text: piece } of sqlPieces(text)) {
    let from = 0;
    for (const { 0: found, 1: name, index } of kind === "code" ? piece.matchAll(NAME) : []) {
      if (name === undefined) continue;
      if (!Object.hasOwn(params, name)) {
        throw new TypeError(`Cannot run ${path}: it needs :${name}; pass { ${name}: … }`);
      }
      used.add(name);
      strings.push(string + piece.slice(from, index));
      values.push(params[name]);
      string = "";
      from = index + found.length;
    }
    string += piece.slice(from);
  }
  strings.push(string);
  const unused = Object.keys(params).find((name) => !used.has(name));
  if (unused !== undefined) throw new TypeError(`Cannot run ${path}: it has no :${unused}`);
  return { strings, values };
}
