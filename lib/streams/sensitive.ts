/** Sensitive fields: finds them, and removes their values from records. */

/** The part of a stream that says what is sensitive. */
export interface Secrecy {
  /** Fields whose values never appear in logs, errors and dead letters. */
  sensitive: readonly string[];
  /** Whether the fields are in `before` and `after` of a change event. */
  changes: boolean;
  /** The declared fields. If any is sensitive, so are all others: nobody knows what they hold. */
  fields: readonly string[];
}

const IMAGES = ["before", "after"];

/** Whether a field's value is sensitive or contains a sensitive value. */
export function isSensitive({ sensitive, changes, fields }: Secrecy, field: string): boolean {
  if (sensitive.length === 0) return false;
  const path = field.split("/");
  const inImage = changes && IMAGES.includes(path[0]!);
  const name = path[inImage ? 1 : 0];
  if (!name || sensitive.includes(name)) return true;
  return (inImage || !changes) && !fields.includes(name);
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A record with its sensitive and undeclared fields set to "".
 *
 * @returns Undefined if the value is not an object, as any part of it may be sensitive.
 */
export function withoutSensitive(
  { sensitive, changes, fields: declared }: Secrecy,
  record: unknown,
): Fields | undefined {
  if (!isFields(record)) return undefined;
  const known = new Set(declared);
  for (const name of sensitive) known.delete(name);
  const blank = (fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, known.has(name) ? value : ""]),
    );
  if (!changes) return blank(record);
  const images = IMAGES.filter((name) => record[name] != null).map((name) => {
    const image = record[name];
    return [name, isFields(image) ? blank(image) : ""];
  });
  return { ...record, ...Object.fromEntries(images) };
}
