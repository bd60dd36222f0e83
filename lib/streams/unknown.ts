/** Fields of a record that its stream does not declare. */
import { type Broken, inJson } from "./texts.ts";

/** What a stream does with such fields: refuse the record, leave them out, or keep them as JSON text. */
export type UnknownPolicy = "refuse" | "ignore" | "keep";

/** The column that holds them if they are kept: a JSON object as text, null if there are none. */
export const UNKNOWN_COLUMN = "unknown_fields";

type Fields = Record<string, unknown>;

/** The same list each time, so that a record without unknown fields costs no memory. */
export const NONE: readonly string[] = Object.freeze([]);

/**
 * Makes a function that lists the undeclared fields of an object. It takes one comparison per field
 * if they are in the declared order, as in our own records.
 */
export function unknownFinder(names: readonly string[]): (fields: object) => readonly string[] {
  const known = new Set(names);
  return (fields) => {
    let next = 0;
    for (const name in fields) {
      while (next < names.length && names[next] !== name) next++;
      if (next++ < names.length) continue;
      // Another order, or an unknown field.
      const found = Object.keys(fields).filter((name) => !known.has(name));
      return found.length > 0 ? found : NONE;
    }
    return NONE;
  };
}

/** Some fields of a record as the JSON text of an object. */
export function fieldsText(fields: Fields, names: readonly string[]): string {
  // Unlike an assignment, fromEntries() also copies a field named __proto__.
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, fields[name]])));
}

/** Adds the undeclared fields to the row of a record, for a stream that keeps them. */
export function keepUnknown(row: Fields, from: Fields, names: readonly string[]): Fields {
  return names.length === 0 ? row : { ...row, [UNKNOWN_COLUMN]: fieldsText(from, names) };
}

/** The first of the kept fields that JSON text cannot hold. */
export function inUnknown(fields: Fields, names: readonly string[]): Broken | undefined {
  for (const name of names) {
    const broken = inJson(name, name) ?? inJson(fields[name], name);
    if (broken) return broken;
  }
}
