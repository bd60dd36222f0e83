import type { TObject } from "typebox";
import { Compile } from "typebox/compile";
import Format from "typebox/format";
import { shortText } from "../errors.ts";
import { isoSeconds } from "../time.ts";
import { schemaErrors, valueAt } from "./schema_errors.ts";
import { isSensitive, type Secrecy } from "./sensitive.ts";

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
}

/** Compiles a schema and its rules into a {@linkcode Check}. Unknown fields are errors: none is dropped silently. */
export function compileCheck(schema: TObject, { rules, ...secrecy }: Rules): Check {
  const compiled = Compile(schema);
  const names = Object.keys(schema.properties);
  const known = new Set(names);
  const closed = (schema as { additionalProperties?: unknown }).additionalProperties === undefined;

  function unknownFields(record: object): string[] {
    return closed ? Object.keys(record).filter((name) => !known.has(name)) : [];
  }
  /** Takes one comparison per field if they are in the declared order, as in our own records. */
  function hasOnlyKnown(record: Record<string, unknown>): boolean {
    let next = 0;
    for (const name in record) {
      while (next < names.length && names[next] !== name) next++;
      if (next++ === names.length) return unknownFields(record).length === 0;
    }
    return true;
  }
  function brokenRule(record: unknown) {
    for (const rule of rules) {
      const broken = rule(record as never);
      if (broken) return broken;
    }
  }
  function valid(record: unknown): boolean {
    return compiled.Check(record) &&
      (!closed || hasOnlyKnown(record as Record<string, unknown>)) &&
      brokenRule(record) === undefined;
  }
  function describe(record: unknown, field: string, reason: string): FieldError {
    const value = valueAt(record, field);
    const hidden = value === undefined || isSensitive(secrecy, field);
    return { field, value: hidden ? "" : shortText(value), reason };
  }
  function check(record: unknown): FieldError[] {
    if (valid(record)) return [];
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      return [describe(record, "", "must be an object")];
    }
    const errors = schemaErrors(compiled, record);
    const found = [...errors].map(([field, reason]) => describe(record, field, reason));
    for (const name of unknownFields(record)) {
      found.push(describe(record, name, "is not a field of the stream"));
    }
    if (found.length > 0) return found;
    const broken = brokenRule(record);
    return broken ? [describe(record, broken.field, broken.reason)] : [];
  }
  return { valid, check };
}
