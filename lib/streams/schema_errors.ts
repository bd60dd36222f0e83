/** Turns a compiled schema's errors into readable reasons. */
import { Settings } from "typebox/system";
import { EPOCH_PATTERN, TIME_PATTERN, UUID_PATTERN } from "./fields.ts";

// TypeBox stops after 8 by default, in the middle of a union's branches.
Settings.Set({ maxErrors: 1000 });

const SOME_UUID = "8c5f90a1-3d52-4e0c-9b7e-2f6a1c0d4e5b";

interface RawError {
  keyword: string;
  /** Path of the rule in the schema: `#/properties/fare/anyOf/0`. */
  schemaPath: string;
  /** Path of the value in the record: `/fare`. */
  instancePath: string;
  message: string;
  params: {
    requiredProperties?: string[];
    allowedValue?: unknown;
    allowedValues?: unknown[];
    format?: string;
    pattern?: string;
    type?: string;
  };
  /** Types or values that a union allows. */
  expected?: string[];
}

/** The value at a path such as `items/0/quantity`; the record itself at "". */
export function valueAt(record: unknown, path: string): unknown {
  if (path === "") return record;
  // deno-lint-ignore no-explicit-any
  return path.split("/").reduce((value: any, name) => value?.[name], record);
}

/** The errors of a record, one per field. @returns The reason by the field's path. */
export function schemaErrors(
  compiled: { Errors(value: unknown): unknown[] },
  record: unknown,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const error of withoutUnions(compiled.Errors(record) as RawError[])) {
    const { keyword, instancePath, params } = error;
    if (keyword === "additionalProperties") continue; // reported for the field itself
    const fields = keyword === "required"
      ? params.requiredProperties!.map((name) => `${instancePath}/${name}`)
      : [instancePath];
    for (const field of fields.map((path) => path.slice(1))) {
      if (valueAt(record, field) === undefined) found.set(field, "is missing");
      else if (keyword !== "required" && !found.has(field)) found.set(field, reasonOf(error));
    }
  }
  return found;
}

function reasonOf(error: RawError): string {
  const { keyword, message, params } = error;
  if (keyword === "boolean") return "is not a field of the stream"; // additionalProperties: false
  if (params.format === "date-time" || params.pattern === TIME_PATTERN) {
    return "must be a time in 1970 or later, for example 2026-01-01T00:00:00.123456Z";
  }
  if (params.pattern === EPOCH_PATTERN) {
    return "must be a number of seconds since 1970, or its text";
  }
  if (params.pattern === UUID_PATTERN) return `must be a UUID, for example ${SOME_UUID}`;
  const expected = expectedBy(error);
  if (expected.length === 0) return message;
  const last = expected.at(-1)!;
  return `must be ${
    expected.length === 1 ? last : `${expected.slice(0, -1).join(", ")} or ${last}`
  }`;
}

/** The types or values that were expected; empty if the error is about something else. */
function expectedBy({ keyword, params, expected }: RawError): string[] {
  if (expected) return expected;
  if (keyword === "type") return [params.type!];
  if (keyword === "const") return [JSON.stringify(params.allowedValue)];
  if (keyword === "enum") return params.allowedValues!.map((value) => JSON.stringify(value));
  return [];
}

/**
 * Replaces the many errors of each union by useful ones: those of the branch that fits best, or the
 * types that the union allows if the value has none of them.
 */
function withoutUnions(errors: RawError[]): RawError[] {
  // A union's own error follows those of its branches, and an inner union's precedes an outer one's.
  for (const union of errors.filter((error) => error.keyword === "anyOf")) {
    const { schemaPath, instancePath } = union;
    const prefix = `${schemaPath}/anyOf/`;
    const complaints = new Set(errors.filter((error) =>
      error.schemaPath.startsWith(prefix) &&
      `${error.instancePath}/`.startsWith(`${instancePath}/`)
    ));
    const isOfOtherKind = (error: RawError) =>
      error.instancePath === instancePath && expectedBy(error).length > 0;
    const branches = Map.groupBy(
      complaints,
      (error) => error.schemaPath.slice(prefix.length).split("/", 1)[0],
    ).values().toArray();
    const [best] = branches
      .filter((branch) => !branch.some(isOfOtherKind))
      .toSorted((one, other) => one.length - other.length);
    const kinds = branches.flatMap((branch) => expectedBy(branch.find(isOfOtherKind) ?? union));
    const expected = [...new Set(kinds)].filter((kind) => kind !== "null");
    const instead = best ?? [{ ...union, keyword: "union", expected }];
    errors = errors.flatMap((error) =>
      error === union ? instead : complaints.has(error) ? [] : [error]
    );
  }
  return errors;
}
