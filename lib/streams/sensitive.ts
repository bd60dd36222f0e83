/** Sensitive fields: finds them, and removes their values from records. */

/** The part of a stream that says what is sensitive. */
export interface Secrecy {
  /** Fields whose values never appear in logs, errors and dead letters. */
  sensitive: readonly string[];
  /** Whether the fields are in `before` and `after` of a change event. */
  changes: boolean;
  /** The declared fields. If any is sensitive, so are all others: nobody knows what they hold. */
  fields: readonly string[];
  /** Whether a field may have a value: any other may be a sensitive one in the wrong place. */
  fits(field: string, value: unknown): boolean;
}

const IMAGES = ["before", "after"];

/** Whether a field's value is sensitive or contains a sensitive value, if it is one that fits. */
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
 * Whether the value that a record has in a field must not be shown: it is sensitive, or does not fit.
 *
 * @param field A path in the record, `after/items/0`.
 */
export function isHidden(secrecy: Secrecy, record: unknown, field: string): boolean {
  const { sensitive, changes, fits } = secrecy;
  if (sensitive.length === 0) return false;
  if (isSensitive(secrecy, field)) return true;
  const [first, second] = field.split("/");
  const inImage = changes && IMAGES.includes(first!);
  if (changes && !inImage) return false; // the envelope's own
  const fields = inImage && isFields(record) ? record[first!] : record;
  const name = inImage ? second! : first!;
  return !isFields(fields) || !fits(name, fields[name]);
}

/**
 * A record with its sensitive fields, and the values that do not fit their field, set to "". Undeclared
 * fields are left out: their names are text from outside too.
 *
 * @returns Undefined if the value is not an object, as any part of it may be sensitive.
 */
export function withoutSensitive(
  { sensitive, changes, fields: declared, fits }: Secrecy,
  record: unknown,
): Fields | undefined {
  if (!isFields(record)) return undefined;
  const known = new Set(declared);
  const hidden = new Set(sensitive);
  const blank = (fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields).filter(([name]) => known.has(name)).map(([name, value]) => [
        name,
        !hidden.has(name) && (value === null || fits(name, value)) ? value : "",
      ]),
    );
  if (!changes) return blank(record);
  const images = IMAGES.filter((name) => record[name] != null).map((name) => {
    const image = record[name];
    return [name, isFields(image) ? blank(image) : ""];
  });
  return { ...record, ...Object.fromEntries(images) };
}
