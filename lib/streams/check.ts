import type { TObject } from "typebox";
import { Compile } from "typebox/compile";
import Format from "typebox/format";
import { shortText } from "../errors.ts";
import { printable } from "../terminal_text.ts";
import { isoSeconds } from "../time.ts";
import { withoutTimePatterns } from "./columns.ts";
import { schemaErrors, valueAt } from "./schema_errors.ts";
import { isHidden, type Secrecy } from "./sensitive.ts";

// TypeBox's own check of a time takes ten times as long as all other fields of a record together.
Format.Set("date-time", (text) => isoSeconds(text) >= 0);

/** An error in one field. */
export interface FieldError {
  /** The field, `fare` or `items/0/quantity`. @default "", the record as a whole */
  field?: string;
  /** The value found; left out or "" if the field is absent or sensitive. */
  value?: unknown;
  /** What was expected: `must be number`. */
  reason: string;
}

/** A check compiled from a schema. */
export interface Check {
  /** Whether the record is valid; faster than `check`. */
  valid(record: unknown): boolean;
  /** The errors of the record, field by field; empty if it is valid. */
  check(record: unknown): FieldError[];
}

/** A condition between fields. @returns What is wrong; undefined if nothing is. */
export type Rule = (record: never) => { field: string; reason: string } | undefined;

interface Rules extends Secrecy {
  rules: readonly Rule[];
  /** Finds the unknown fields of a record; undefined if they are no error. */
  unknownIn: ((record: never) => readonly string[]) | undefined;
}

/** How many unknown fields of a record are named. */
const NAMED = 20;

/** Compiles a schema and its rules into a {@linkcode Check}. */
export function compileCheck(schema: TObject, { rules, unknownIn, ...secrecy }: Rules): Check {
  const compiled = Compile(withoutTimePatterns(schema));

  function brokenRule(record: unknown) {
    for (const rule of rules) {
      const broken = rule(record as never);
      if (broken) return broken;
    }
  }
  function valid(record: unknown): boolean {
    return compiled.Check(record) &&
      (unknownIn === undefined || unknownIn(record as never).length === 0) &&
      brokenRule(record) === undefined;
  }
  function describe(record: unknown, field: string, reason: string): FieldError {
    const value = valueAt(record, field);
    const hidden = value === undefined || isHidden(secrecy, record, field);
    // The path may hold names from outside, of any length.
    return { field: printable(shortText(field)), value: hidden ? "" : shortText(value), reason };
  }
  function check(record: unknown): FieldError[] {
    if (valid(record)) return [];
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      return [describe(record, "", "must be an object")];
    }
    const errors = schemaErrors(compiled, record);
    const found = [...errors].map(([field, reason]) => describe(record, field, reason));
    const unknown = unknownIn?.(record as never) ?? [];
    // A name may be a sensitive value in the wrong place, too.
    const named = secrecy.sensitive.length > 0 ? 0 : NAMED;
    for (const name of unknown.slice(0, named)) {
      found.push(describe(record, name, "is not a field of the stream"));
    }
    if (unknown.length > named) {
      const count = unknown.length - named, more = named === 0 ? "" : "more ";
      const fields = count === 1 ? "field that is" : "fields that are";
      found.push({
        field: "",
        value: "",
        reason: `has ${count} ${more}${fields} not the stream's`,
      });
    }
    if (found.length > 0) return found;
    const broken = brokenRule(record);
    return broken ? [describe(record, broken.field, broken.reason)] : [];
  }
  return { valid, check };
}
