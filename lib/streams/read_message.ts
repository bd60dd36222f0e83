/** What others write into a topic, as the record that the stream declares. */
import type { TObject, TSchema } from "typebox";
import { type Facts, withoutNull } from "./columns.ts";

type Fields = Record<string, unknown>;
/** Returns the record that a parsed message stands for; the message itself if it is one. */
export type ReadMessage = (message: unknown) => unknown;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Makes a function that reads a stream's messages:
 *
 * - a change event is taken out of the `{schema, payload}` that Kafka Connect's JsonConverter puts around
 *   it unless it is told not to; of a deletion, whose payload is null, null is left;
 * - an integer in a text field that takes `integers` becomes text.
 *
 * It changes nothing that it is given, and gives the same object back if there is nothing to do. What
 * is no record it leaves to the check.
 *
 * @returns Undefined if the stream's messages are its records, always.
 */
export function messageReader(
  fields: TObject,
  { changes }: { changes: boolean },
): ReadMessage | undefined {
  const names = Object.entries(fields.properties as Record<string, TSchema>)
    .filter(([, field]) => withoutNull(field as Facts).schema.integers === true)
    .map(([name]) => name);
  const texts = (record: unknown): unknown => {
    if (!isFields(record)) return record;
    let copy: Fields | undefined;
    for (const name of names) {
      const value = record[name];
      if (Number.isSafeInteger(value)) (copy ??= { ...record })[name] = String(value);
    }
    return copy ?? record;
  };
  if (!changes) return names.length > 0 ? texts : undefined;
  return (message) => {
    const event = withoutWrapper(message);
    if (!isFields(event) || names.length === 0) return event;
    const before = texts(event.before), after = texts(event.after);
    return before === event.before && after === event.after ? event : { ...event, before, after };
  };
}

/** What stands in the `payload` beside a `schema`: Kafka Connect's JsonConverter with schemas. */
export function withoutWrapper(message: unknown): unknown {
  if (!isFields(message) || !("payload" in message) || !("schema" in message)) return message;
  return Object.keys(message).length === 2 ? message.payload : message;
}

/**
 * The key field's value in the key of a Kafka message, as text: of `7`, `"7"`, `{"id":7}` and the same
 * in Connect's wrapper, `7`. A tombstone has nothing but its key.
 *
 * @returns The key as it is, if it is none of these.
 */
export function keyIn(key: string, field: string): string {
  if (!/^[{"]/.test(key)) return key;
  try {
    const found = withoutWrapper(JSON.parse(key));
    const value = isFields(found) ? found[field] : found;
    return typeof value === "string" || typeof value === "number" ? String(value) : key;
  } catch {
    return key; // not JSON: a text that begins like it
  }
}
