/** Sensitive fields: finds them, and removes their values from records. */

/** The part of a stream that says what is sensitive. */
export interface Secrecy {
  /** Fields whose values never appear in logs, errors and dead letters. */
  sensitive: readonly string[];
  /** Whether the fields are in `before` and `after` of a change event. */
  changes: boolean;
}

const IMAGES = ["before", "after"];

/** Whether a field's value is sensitive or contains a sensitive value. */
export function isSensitive({ sensitive, changes }: Secrecy, field: string): boolean {
  const path = field.split("/");
  if (changes && IMAGES.includes(path[0]!)) path.shift();
  return sensitive.length > 0 && (!path[0] || sensitive.includes(path[0]));
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A record with its sensitive fields set to "".
 *
 * @returns Undefined if the value is not an object, as any part of it may be sensitive.
 */
export function withoutSensitive(
  { sensitive, changes }: Secrecy,
  record: unknown,
): Fields | undefined {
  if (!isFields(record)) return undefined;
  const blank = (fields: Fields) => {
    const found = sensitive.filter((name) => Object.hasOwn(fields, name));
    return { ...fields, ...Object.fromEntries(found.map((name) => [name, ""])) };
  };
  if (!changes) return blank(record);
  const images = IMAGES.filter((name) => record[name] != null).map((name) => {
    const image = record[name];
    return [name, isFields(image) ? blank(image) : ""];
  });
  return { ...record, ...Object.fromEntries(images) };
}
