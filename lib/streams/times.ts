/** The fixed form of the times in a stream's messages. */
import type { TObject } from "typebox";
import { isoSeconds, withDigits } from "../time.ts";
import type { FieldError } from "./check.ts";
import { type Facts, withoutNull } from "./columns.ts";
import type { TimeDigits } from "./fields.ts";

/** A stream's functions for its times. */
export interface Times {
  /**
   * The JSON text of a valid record's message. Every time in it, also within arrays, has the stream's
   * number of digits: other tools read times with one format, which has no optional digits.
   *
   * @throws {RangeError} A time is finer than that; nothing is rounded.
   */
  encode(record: Record<string, unknown>): string;
  /** The first time that is finer than the stream's digits can hold, in a valid record. */
  finerTime(record: Record<string, unknown>): FieldError | undefined;
}

/** Returns the value with its times in the fixed form: the same value if they all have it. */
type Fix = (value: unknown) => unknown;

/** Compiles the functions from the JSON Schema of a message. */
export function compileTimes(schema: TObject, digits: TimeDigits): Times {
  const fix = fixOf(schema as Facts, digits) ?? ((record: unknown) => record);
  const isFixed = compileIsFixed(schema as Facts, 21 + digits);
  return {
    encode: (record) => JSON.stringify(isFixed(record) ? record : fix(record)),
    finerTime(record) {
      if (isFixed(record)) return undefined;
      try {
        fix(record);
      } catch (error) {
        if (!(error instanceof FinerTimeError)) throw error;
        const { path, value, reason } = error;
        return { field: path.join("/"), value, reason };
      }
    },
  };
}

/**
 * Compiles a check that a record needs no other form, as straight-line code without look-ups. It is
 * false if there are times within lists or objects.
 */
function compileIsFixed(
  { properties = {} }: Facts,
  length: number,
): (record: Record<string, unknown>) => boolean {
  const tests: string[] = [];
  for (const [name, field] of Object.entries(properties)) {
    if (!fixOf(field, 3)) continue;
    if (withoutNull(field).schema.column !== "TIMESTAMP") return () => false;
    // Names are snake_case, so they are safe in source code.
    tests.push(`((v = r.${name}) == null || v.length === ${length})`);
  }
  return new Function("r", `let v; return ${["true", ...tests].join(" && ")};`) as never;
}

class FinerTimeError extends RangeError {
  readonly path: string[] = [];
  readonly value: string;
  readonly reason: string;

  constructor(value: string, digits: TimeDigits) {
    const reason = `has a finer time than the stream's ${digits} fractional digits` +
      (digits === 3 ? ": declare it with timeDigits: 6" : "");
    super(`Cannot encode a record: a field ${reason}`);
    this.value = value;
    this.reason = reason;
  }
}

/** @returns Undefined if the schema has no times. */
function fixOf(schema: Facts, digits: TimeDigits): Fix | undefined {
  if (schema.column === "TIMESTAMP") return timeFix(digits);
  if (schema.anyOf) {
    const fixes = schema.anyOf.map((part) => fixOf(part, digits)).filter((fix) =>
      fix !== undefined
    );
    if (fixes.length <= 1) return fixes[0];
    return (value) => fixes.reduce((fixed, fix) => fix(fixed), value);
  }
  if (schema.items) {
    const item = fixOf(schema.items, digits);
    return item && ((value) => Array.isArray(value) ? fixItems(value, item) : value);
  }
  const names: string[] = [], fixes: Fix[] = [];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const fix = fixOf(field, digits);
    if (!fix) continue;
    names.push(name);
    fixes.push(fix);
  }
  return names.length > 0 ? (value) => fixFields(value, names, fixes) : undefined;
}

function timeFix(digits: TimeDigits): Fix {
  const wanted = 21 + digits;
  return (value) => {
    if (typeof value !== "string" || value.length === wanted) return value;
    if (!(isoSeconds(value) >= 0)) return value; // another branch of a union
    const fixed = withDigits(value, digits);
    if (fixed === undefined) throw new FinerTimeError(value, digits);
    return fixed;
  };
}

function fixFields(value: unknown, names: string[], fixes: Fix[]): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const fields = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  let i = 0;
  try {
    for (; i < names.length; i++) {
      const name = names[i]!;
      const given = fields[name];
      if (given === undefined || given === null) continue;
      const fixed = fixes[i]!(given);
      if (fixed !== given) (copy ??= { ...fields })[name] = fixed;
    }
  } catch (error) {
    if (error instanceof FinerTimeError) error.path.unshift(names[i]!);
    throw error;
  }
  return copy ?? value;
}

function fixItems(items: unknown[], fix: Fix): unknown[] {
  const fixed = items.map((item, i) => {
    try {
      return fix(item);
    } catch (error) {
      if (error instanceof FinerTimeError) error.path.unshift(String(i));
      throw error;
    }
  });
  return fixed.some((item, i) => item !== items[i]) ? fixed : items;
}
