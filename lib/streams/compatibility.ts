import { Compile } from "typebox/compile";
import type { Stream } from "./define.ts";

/** A stream, or one saved with `JSON.stringify`. */
export type Declaration = Pick<
  Stream,
  "name" | "key" | "time" | "identity" | "changes" | "columns" | "schema"
>;

interface Schema {
  type?: string;
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
  items?: Schema;
  [keyword: string]: unknown;
}

const LOWER = ["minimum", "minLength", "minItems"];
const UPPER = ["maximum", "maxLength", "maxItems"];
/** Keywords that do not restrict values, or are compared separately. */
const OTHER = new Set(
  "column title description default examples $id $schema $comment type anyOf enum const required properties additionalProperties items"
    .split(" "),
);

/**
 * Lists the changes of a schema that old data may not satisfy: a new required field, a narrowed type
 * or bound, a removed field. For two streams also the changes that do not fit their topic and table:
 * another key, time, identity or column type. A schema registry calls this "backward" compatibility.
 * A constraint that cannot be compared, such as a different pattern, counts as narrowed; a new
 * optional field never does, although an open object may already hold something else by that name.
 *
 * @param before What the old data satisfy: a JSON Schema, or a stream.
 * @param after What they should satisfy now, of the same kind.
 * @returns `fare: minimum 0, was none`; empty if all old data fit.
 */
export function incompatibilities(
  before: Declaration | object,
  after: Declaration | object,
): string[] {
  if (!isDeclaration(before) || !isDeclaration(after)) {
    return narrowed(before as Schema, after as Schema, "");
  }
  const found = incompatibilities(before.schema, after.schema);
  for (const fact of ["name", "key", "time", "changes"] as const) {
    if (before[fact] !== after[fact]) found.push(`${fact} ${after[fact]}, was ${before[fact]}`);
  }
  const [old, now] = [before, after].map(({ identity }) => identity.toSorted().join(", "));
  if (old !== now) found.push(`identity ${now}, was ${old}`);
  const columns = new Map(after.columns.map(({ name, type }) => [name, type]));
  for (const { name, type } of before.columns) {
    const given = columns.get(name);
    if (!given) found.push(`${name}: is removed`);
    else if (given !== type) found.push(`${name}: column ${given}, was ${type}`);
  }
  return [...new Set(found)];
}

function isDeclaration(value: Declaration | object): value is Declaration {
  return "columns" in value && "schema" in value;
}

/** What `before` allows and `after` does not. */
function narrowed(before: Schema, after: Schema, path: string): string[] {
  const wider = alternatives(after);
  const problems = alternatives(before).flatMap((one) => {
    const tries = wider.map((other) => narrowedOne(one, other, path));
    // The alternative with the fewest differences shows best what has changed.
    return tries.toSorted((a, b) => a.length - b.length)[0]!;
  });
  return [...new Set(problems)];
}

/** The branches of a union and the values of an enum, each as a schema. */
function alternatives({ anyOf, enum: values, ...rest }: Schema): Schema[] {
  if (anyOf) return anyOf.flatMap(alternatives);
  return values ? values.map((value) => ({ ...rest, const: value })) : [rest];
}

function narrowedOne(before: Schema, after: Schema, path: string): string[] {
  const at = path === "" ? "the record" : path;
  if ("const" in before) {
    return Compile(after as object).Check(before.const)
      ? []
      : [`${at}: ${JSON.stringify(before.const)} is refused`];
  }
  if ("const" in after) return [`${at}: only listed values are accepted`];
  if (after.type !== undefined && before.type !== after.type) {
    if (!(before.type === "integer" && after.type === "number")) {
      return [
        before.type === "null"
          ? `${at}: null is refused`
          : `${at}: type ${after.type}, was ${before.type ?? "any"}`,
      ];
    }
  }
  return [
    ...narrowedBounds(before, after, at),
    ...(after.items ? narrowed(before.items ?? {}, after.items, `${path}/items`) : []),
    ...(before.type === "object" ? narrowedFields(before, after, path) : []),
  ];
}

function narrowedBounds(before: Schema, after: Schema, at: string): string[] {
  const words = Object.keys(after).filter((word) => {
    if (OTHER.has(word) || after[word] === undefined) return false;
    const [old, now] = [before[word], after[word]];
    if (LOWER.includes(word)) return Number(now) > Number(old ?? -Infinity);
    if (UPPER.includes(word)) return Number(now) < Number(old ?? Infinity);
    return JSON.stringify(old) !== JSON.stringify(now);
  });
  return words.map((word) => `${at}: ${word} ${after[word]}, was ${before[word] ?? "none"}`);
}

function narrowedFields(before: Schema, after: Schema, path: string): string[] {
  const [old, now] = [before.properties ?? {}, after.properties ?? {}];
  const at = (name: string) => path === "" ? name : `${path}/${name}`;
  // A stream's schema says whether it is closed; one without the keyword lists all fields of a record.
  const isClosed = (schema: Schema) =>
    schema.additionalProperties === false ||
    path === "" && schema.additionalProperties === undefined;
  const problems: string[] = [];
  for (const name of after.required ?? []) {
    if (!before.required?.includes(name)) {
      problems.push(`${at(name)}: ${name in old ? "is required now" : "is new and required"}`);
    }
  }
  for (const [name, field] of Object.entries(old)) {
    if (now[name]) problems.push(...narrowed(field, now[name], at(name)));
    else if (isClosed(after)) problems.push(`${at(name)}: is removed`);
  }
  if (isClosed(after) && !isClosed(before)) {
    problems.push(`${path === "" ? "the record" : path}: unknown fields are refused`);
  }
  return problems;
}
