import type { TObject, TSchema } from "typebox";
import { type Column, type ColumnType, LONG_LIMIT, type TimeDigits } from "./fields.ts";

/** The keywords of a schema of any kind. */
export interface Facts {
  type?: string;
  format?: string;
  column?: ColumnType;
  /** Of a text field: an integer is taken too. */
  integers?: boolean;
  anyOf?: Facts[];
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  pattern?: string;
  description?: string;
  required?: string[];
  properties?: Record<string, Facts>;
  items?: Facts;
}

/** The schema without its null alternative, and whether it had one. */
export function withoutNull(schema: Facts): { schema: Facts; nullable: boolean } {
  if (!schema.anyOf) return { schema, nullable: false };
  const rest = schema.anyOf.filter((part) => part.type !== "null");
  if (rest.length === schema.anyOf.length) return { schema, nullable: false };
  return { schema: rest.length === 1 ? rest[0]! : { anyOf: rest }, nullable: true };
}

function columnType(schema: Facts): ColumnType | undefined {
  if (schema.column) return schema.column;
  switch (schema.type) {
    case "string":
      return "VARCHAR";
    case "number":
      return "DOUBLE";
    case "integer":
      return "LONG";
    case "boolean":
      return "BOOLEAN";
    case "array":
    case "object":
      return "JSON";
  }
  const parts = schema.anyOf ?? schema.enum?.map((value) => ({ type: typeof value }));
  const types = new Set(parts?.map(columnType));
  // A union of text literals, `Paid` or `Refused`, is a symbol.
  if (types.size === 1) return types.has("VARCHAR") ? "SYMBOL" : [...types][0];
  return undefined;
}

/**
 * The columns for a schema's fields, in the same order.
 *
 * @throws {TypeError} A field has no column type, for example a union of text and numbers.
 */
export function columnsOf(schema: TObject): Column[] {
  const required = new Set((schema as Facts).required);
  return Object.entries(schema.properties as Record<string, TSchema>).map(([name, field]) => {
    if (name === "constructor") {
      // A record without such a field inherits one of this name.
      throw new TypeError("Cannot use constructor as a field: every object has one; rename it");
    }
    if (!/^[a-z][a-z0-9_]*$/.test(name)) {
      throw new TypeError(`Cannot use ${JSON.stringify(name)} as a field: write it in snake_case`);
    }
    const { schema: inner, nullable } = withoutNull(field as Facts);
    const type = columnType(inner);
    if (!type) throw new TypeError(`Cannot store the field ${name}: its schema has no column type`);
    return { name, type, nullable: nullable || !required.has(name) };
  });
}

/**
 * The schema of a stream's messages: every integer, also in lists and objects, is between −2^53 and
 * 2^53, as beyond that a JavaScript number holds only the nearest of several; times say how many
 * digits ours have.
 */
export function messageSchema(schema: TObject, digits: TimeDigits): TObject {
  return mapSchema(schema as Facts, (part) => {
    if (part.column === "TIMESTAMP") {
      return changed(part, { description: `Written with ${digits} fractional digits.` });
    }
    if (part.type !== "integer") return part;
    const minimum = Math.max(part.minimum ?? -LONG_LIMIT, -LONG_LIMIT);
    const maximum = Math.min(part.maximum ?? LONG_LIMIT, LONG_LIMIT);
    return changed(part, { minimum, maximum });
  }) as TObject;
}

/** The schema of what others may write: a text field that takes integers is text or an integer. */
export function withIntegers(schema: TObject): TObject {
  return mapSchema(schema as Facts, (part) => {
    if (part.integers === undefined) return part;
    const text = changed(part, {});
    delete text.integers;
    if (!part.integers) return text;
    return { anyOf: [text, { type: "integer", minimum: -LONG_LIMIT, maximum: LONG_LIMIT }] };
  }) as TObject;
}

/** The schema without the patterns of times: our own format check of them is faster, and complete. */
export function withoutTimePatterns(schema: TObject): TObject {
  return mapSchema(schema as Facts, (part) => {
    if (part.column !== "TIMESTAMP") return part;
    const copy = changed(part, {});
    delete copy.pattern;
    return copy;
  }) as TObject;
}

/** A copy of a schema, each part changed by a function. */
function mapSchema(schema: Facts, change: (part: Facts) => Facts): Facts {
  const { anyOf, items, properties } = schema;
  const inner: Facts = {};
  if (anyOf) inner.anyOf = anyOf.map((part) => mapSchema(part, change));
  if (items) inner.items = mapSchema(items, change);
  if (properties) {
    const fields = Object.entries(properties);
    inner.properties = Object.fromEntries(
      fields.map(([name, field]) => [name, mapSchema(field, change)]),
    );
  }
  return change(anyOf || items || properties ? changed(schema, inner) : schema);
}

/** A schema with some keywords changed, and TypeBox's hidden properties, which a spread would lose. */
function changed(schema: Facts, keywords: Facts): Facts {
  const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(schema));
  return Object.assign(copy, keywords);
}
