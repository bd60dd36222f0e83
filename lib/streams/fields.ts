/**
 * The field types of a schema: TypeBox's, and more for columns that JSON Schema cannot describe.
 * `Type.String()` is a VARCHAR, `Type.Number()` a DOUBLE, `Long()` a LONG, `Type.Boolean()` a BOOLEAN;
 * arrays and objects are stored as JSON text.
 */
import Type, { type TOptional, type TSchema, type TUnion } from "typebox";

export { default as Type } from "typebox";

/** QuestDB column types that a stream can have. */
export type ColumnType =
  | "SYMBOL"
  | "VARCHAR"
  | "LONG"
  | "DOUBLE"
  | "BOOLEAN"
  | "TIMESTAMP"
  | "UUID"
  | "IPv4"
  | "JSON"
  | "EPOCH";

/** One column of a stream's table. */
export interface Column {
  /** Name of the field in the message and of the column in the table. */
  name: string;
  /** Type of the column; JSON is text that holds an array or an object, EPOCH never has one. */
  type: ColumnType;
  /** Whether the field may be null or absent. */
  nullable: boolean;
}

/** Fractional digits of the times in a stream's messages: milliseconds or microseconds. */
export type TimeDigits = 3 | 6;

/**
 * The largest integer that a LONG column holds and that no other integer's text is rounded to:
 * 2^53 − 1. JSON's 9007199254740993, 2^53 + 1, is read as 2^53.
 */
export const LONG_LIMIT = Number.MAX_SAFE_INTEGER;

/** Options for {@linkcode Symbol}. */
export interface SymbolOptions {
  minLength?: number;
  maxLength?: number;
  enum?: string[];
  /** A regular expression that the text matches. */
  pattern?: string;
  /** Texts that fit, for readers of the schema. */
  examples?: string[];
  /**
   * Takes an integer of a message too, as its text: a database's ids are often integers, and 7 is the
   * same id as "7". What we write is text. @default false
   */
  integers?: boolean;
}

/** Text with few distinct values (a type, a company): stored as a dictionary, fast to group by. */
export function Symbol(options: SymbolOptions = {}) {
  return Type.String({ ...options, column: "SYMBOL" });
}

/** A whole number between −2^53 and 2^53, or within the given bounds. */
export function Long(options: { minimum?: number; maximum?: number } = {}) {
  return Type.Integer({ minimum: -LONG_LIMIT, maximum: LONG_LIMIT, ...options, column: "LONG" });
}

/** What {@linkcode Timestamp} requires beyond JSON Schema's date-time: UTC, no leap second, years 1970 to 9999. */
export const TIME_PATTERN =
  "^(?:19[7-9]\\d|[2-9]\\d{3})-\\d\\d-\\d\\dT\\d\\d:\\d\\d:[0-5]\\d(?:\\.\\d{1,6})?Z$";

/** The last millisecond that QuestDB accepts as designated timestamp: the end of 9999. */
export const LAST_TIME_MS = 253_402_300_799_999;

/**
 * ISO 8601 UTC text with at most microseconds: `2026-01-01T00:00:00.123456Z`. Years 1970 to 9999 are
 * what QuestDB accepts as designated timestamp, and what other columns can be read in.
 */
export function Timestamp() {
  return Type.String({ format: "date-time", pattern: TIME_PATTERN, column: "TIMESTAMP" });
}

/** The texts that {@linkcode EpochTime} takes, before their range is checked. */
export const EPOCH_PATTERN = "^\\d{1,16}(?:\\.\\d{1,9})?$";

/**
 * A time as others count it: seconds, milliseconds or microseconds since 1970, a number or its text, told
 * apart by their size; see `epochTime()`. Only as the time of a stream without a table, whose records a flow
 * turns into ones with a {@linkcode Timestamp}.
 */
export function EpochTime() {
  const text = Type.String({ pattern: EPOCH_PATTERN, examples: ["1767225600", "1767225600.5"] });
  return Type.Union([Type.Number({ examples: [1767225600, 1767225600500] }), text], {
    column: "EPOCH",
  });
}

const HEX = "[0-9a-fA-F]";
/** What {@linkcode Uuid} requires. */
export const UUID_PATTERN = `^${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}$`;

/** A UUID as lower-case or upper-case text with dashes. */
export function Uuid() {
  return Type.String({ pattern: UUID_PATTERN, column: "UUID" });
}

/** An IPv4 address as dotted text. `0.0.0.0` is QuestDB's null, so it is refused. */
export function IPv4() {
  const byte = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  return Type.String({ pattern: `^(?!0\\.0\\.0\\.0$)(${byte}\\.){3}${byte}$`, column: "IPv4" });
}

/** A field that may be null or absent. */
export function Nullable<T extends TSchema>(
  schema: T,
): TOptional<TUnion<[T, ReturnType<typeof Type.Null>]>> {
  return Type.Optional(Type.Union([schema, Type.Null()]));
}
