import { Compile } from "typebox/compile";
import type { TObject } from "typebox";
import { shortText } from "../errors.ts";
import { isoSeconds } from "../time.ts";
import { type Facts, withoutNull } from "./columns.ts";

/** One thing wrong with one field. */
export interface FieldError {
  /** The field, `fare` or `items/0/quantity`; empty where the record as a whole is wrong. */
  field: string;
  /** The value found, as short text; empty where the field is absent or sensitive. */
  value: string;
  /** What was wanted: `must be number`. */
  reason: string;
}

/** The check that comes out of a schema. */
export interface Check {
  /** Whether the record satisfies the schema: quick, for the good case. */
  valid(record: unknown): boolean;
  /** What is wrong with the record, field by field; empty when nothing is. */
  check(record: unknown): FieldError[];
}

interface Rules {
  sensitive: readonly string[];
  rules: readonly ((record: never) => { field: string; reason: string } | undefined)[];
}

/** Compiles a schema and its rules into a {@linkcode Check}. Unknown fields are errors, so that nothing is dropped in silence. */
export function compileCheck(schema: TObject, { sensitive, rules }: Rules): Check {
  const compiled = Compile(withoutTimeFormat(schema));
  const names = Object.keys(schema.properties);
  const known = new Set(names);
  const closed = (schema as { additionalProperties?: unknown }).additionalProperties === undefined;
  const times = names.filter((name) => isTime((schema as Facts).properties![name]!));

  function unknownFields(record: object): string[] {
    return closed ? Object.keys(record).filter((name) => !known.has(name)) : [];
  }
  /** In the declared order, as our own records are, a field costs one comparison. */
  function hasOnlyKnown(record: Record<string, unknown>): boolean {
    let next = 0;
    for (const name in record) {
      while (next < names.length && names[next] !== name) next++;
      if (next++ === names.length) return unknownFields(record).length === 0;
    }
    return true;
  }
  function badTime(record: Record<string, unknown>): string | undefined {
    for (const name of times) {
      const value = record[name];
      if (typeof value === "string" && !(isoSeconds(value) >= 0)) return name;
    }
  }
  function brokenRule(record: Record<string, unknown>) {
    for (const rule of rules) {
      const broken = rule(record as never);
      if (broken) return broken;
    }
  }
  function valid(record: unknown): boolean {
    if (!compiled.Check(record)) return false;
    const fields = record as Record<string, unknown>;
    return (!closed || hasOnlyKnown(fields)) && badTime(fields) === undefined &&
      brokenRule(fields) === undefined;
  }
  function check(record: unknown): FieldError[] {
    if (valid(record)) return [];
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      return [{ field: "", value: shortText(record), reason: "must be an object" }];
    }
    const fields = record as Record<string, unknown>;
    const describe = (field: string, reason: string): FieldError => {
      const hidden = sensitive.includes(field.split("/")[0]!);
      const value = at(fields, field);
      return { field, value: hidden || value === undefined ? "" : shortText(value), reason };
    };
    const found = schemaErrors(compiled.Errors(record) as RawError[], fields)
      .map(({ field, reason }) => describe(field, reason));
    for (const name of unknownFields(fields)) {
      found.push(describe(name, "is no field of the stream"));
    }
    if (found.length > 0) return found;
    const time = badTime(fields);
    if (time !== undefined) {
      return [describe(time, "must be a time from 1970 on, as 2026-01-01T00:00:00.123456Z")];
    }
    const broken = brokenRule(fields);
    return broken ? [describe(broken.field, broken.reason)] : [];
  }
  return { valid, check };
}

interface RawError {
  keyword: string;
  instancePath: string;
  message: string;
  params: { requiredProperties?: string[] };
}

/** The schema's own errors, one for each field: of a union's several complaints the first that is not about null. */
function schemaErrors(errors: RawError[], record: Record<string, unknown>) {
  const found = new Map<string, string>();
  for (const error of errors) {
    const field = error.instancePath.slice(1);
    if (error.keyword === "required") {
      for (const name of error.params.requiredProperties ?? []) {
        const full = field === "" ? name : `${field}/${name}`;
        if (at(record, full) === undefined) found.set(full, "is missing");
      }
    } else if (!found.has(field) && error.message !== "must be null") {
      found.set(field, at(record, field) === undefined ? "is missing" : error.message);
    }
  }
  return [...found].map(([field, reason]) => ({ field, reason }));
}

/** Times are checked by {@linkcode isoSeconds}, in a tenth of the time that the format takes. */
function withoutTimeFormat(schema: TObject): TObject {
  return JSON.parse(
    JSON.stringify(
      schema,
      (name, value) => name === "format" && value === "date-time" ? undefined : value,
    ),
  );
}

function isTime(schema: Facts): boolean {
  return withoutNull(schema).schema.format === "date-time";
}

function at(record: unknown, path: string): unknown {
  // deno-lint-ignore no-explicit-any
  return path.split("/").reduce((value: any, name) => value?.[name], record);
}
