/** Envelopes around records: `{"total": 2, "items": [{…}, {…}]}`. */

/** Whether an object is a record, and not a part of one or an envelope around some. */
export type IsRecord = (value: object) => boolean;

/** The items of an envelope; undefined if the object is none. */
export function itemsOf(value: object, isRecord: IsRecord): unknown[] | undefined {
  if (isRecord(value)) return undefined;
  return Object.values(value).find((items) =>
    Array.isArray(items) &&
    items.some((item) => typeof item === "object" && item !== null && isRecord(item))
  );
}

const HEAD = /^\{[^{}]*\[\s*$/;

/** Whether a text is the head of an envelope, before its first record, and not a record that breaks off. */
export function isHead(text: string, isRecord: IsRecord): boolean {
  if (!HEAD.test(text)) return false;
  try {
    return !isRecord(JSON.parse(`${text}]}`));
  } catch {
    return false; // not JSON: the caller reports it
  }
}
