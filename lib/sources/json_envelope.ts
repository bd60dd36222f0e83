/** Envelopes around records: `{"total": 2, "items": [{…}, {…}]}`. */

/** Whether an object is a record, and not a part of one or an envelope around some. */
export type IsRecord = (value: object) => boolean;

/** Levels of an envelope that are searched: far more than there are, far fewer than the stack allows. */
const DEPTH = 100;

/**
 * The items of an envelope: all records in it, however many arrays and envelopes they are in, and
 * everything else in the arrays that hold them, since it stands where a record should be. Undefined
 * if the object is a record or holds none.
 */
export function itemsOf(value: object, isRecord: IsRecord, depth = DEPTH): unknown[] | undefined {
  if (depth === 0 || isRecord(value)) return undefined;
  const parts = Object.values(value);
  const found = parts.map((part) => {
    if (typeof part !== "object" || part === null) return undefined;
    return isRecord(part) ? [part] : itemsOf(part, isRecord, depth - 1);
  });
  if (found.every((items) => items === undefined)) return undefined;
  return found.flatMap((items, i) => items ?? (Array.isArray(value) ? [parts[i]] : []));
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
