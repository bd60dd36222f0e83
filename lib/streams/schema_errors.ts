/** What a compiled schema says of a bad record, in words for people. */
import { Settings } from "typebox/system";
import { TIME_PATTERN } from "./fields.ts";

// TypeBox stops after 8 by itself, in the middle of a union's branches.
Settings.Set({ maxErrors: 1000 });

interface RawError {
  keyword: string;
  /** Where the rule stands: `#/properties/fare/anyOf/0`. */
  schemaPath: string;
  /** Where the value stands: `/fare`. */
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
  /** Kinds or values that a union would take. */
  wanted?: string[];
}

/** The value at a path, `items/0/quantity`; the record itself at the empty one. */
export function valueAt(record: unknown, path: string): unknown {
  if (path === "") return record;
  // deno-lint-ignore no-explicit-any
  return path.split("/").reduce((value: any, name) => value?.[name], record);
}

/** The schema's errors, one for each field: its path and what was wanted. */
export function schemaErrors(
  compiled: { Errors(value: unknown): unknown[] },
  record: unknown,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const error of withoutUnions(compiled.Errors(record) as RawError[])) {
    const { keyword, instancePath, params } = error;
    if (keyword === "additionalProperties") continue; // told by the field itself
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
    return "must be a time from 1970 on, as 2026-01-01T00:00:00.123456Z";
  }
  const wanted = wantedBy(error);
  if (wanted.length === 0) return message;
  const last = wanted.at(-1)!;
  return `must be ${wanted.length === 1 ? last : `${wanted.slice(0, -1).join(", ")} or ${last}`}`;
}

/** The kinds or values that an error asks for, where it is about those. */
function wantedBy({ keyword, params, wanted }: RawError): string[] {
  if (wanted) return wanted;
  if (keyword === "type") return [params.type!];
  if (keyword === "const") return [JSON.stringify(params.allowedValue)];
  if (keyword === "enum") return params.allowedValues!.map((value) => JSON.stringify(value));
  return [];
}

/**
 * The errors with each union's many complaints replaced by those that help: of the branch that fits
 * best, or what the union would take where the value is of no branch's kind.
 */
function withoutUnions(errors: RawError[]): RawError[] {
  // A union's own error comes behind those of its branches, an inner union's before an outer one's.
  for (const union of errors.filter((error) => error.keyword === "anyOf")) {
    const { schemaPath, instancePath } = union;
    const prefix = `${schemaPath}/anyOf/`;
    const complaints = new Set(errors.filter((error) =>
      error.schemaPath.startsWith(prefix) &&
      `${error.instancePath}/`.startsWith(`${instancePath}/`)
    ));
    const isOfOtherKind = (error: RawError) =>
      error.instancePath === instancePath && wantedBy(error).length > 0;
    const branches = Map.groupBy(
      complaints,
      (error) => error.schemaPath.slice(prefix.length).split("/", 1)[0],
    ).values().toArray();
    const [best] = branches
      .filter((branch) => !branch.some(isOfOtherKind))
      .toSorted((one, other) => one.length - other.length);
    const kinds = branches.flatMap((branch) => wantedBy(branch.find(isOfOtherKind) ?? union));
    const wanted = [...new Set(kinds)].filter((kind) => kind !== "null");
    const instead = best ?? [{ ...union, keyword: "union", wanted }];
    errors = errors.flatMap((error) =>
      error === union ? instead : complaints.has(error) ? [] : [error]
    );
  }
  return errors;
}
