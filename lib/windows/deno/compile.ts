/** What a window asks of each record, prepared once. */
import { withDigits } from "../../time.ts";
import type { Stream } from "../../streams/stream.ts";
import { columnOf } from "../columns.ts";
import { fieldsOf } from "../fields.ts";
import { NOT_NULL, type Window } from "../window.ts";

/** Whether a record passes the window's filters. */
export function compileFilter({ where }: Window): (record: Record<string, unknown>) => boolean {
  const filters = Object.entries(where);
  if (filters.length === 0) return () => true;
  return (record) => {
    for (const [field, filter] of filters) {
      const value = record[field];
      if (filter === NOT_NULL ? value === null || value === undefined : value !== filter) {
        return false;
      }
    }
    return true;
  };
}

/** Time and identity, as the table's DEDUP keys. Two texts of the same time are the same. */
export function compileIdentity(stream: Stream): (record: Record<string, unknown>) => string {
  const { time } = stream;
  const fields = stream.identity.filter((field) => field !== time);
  return (record) => {
    let text = withDigits(record[time] as string, 6)!;
    for (let i = 0; i < fields.length; i++) text += `\0${record[fields[i]!]}`;
    return text;
  };
}

/** The fields of UUIDs that the window compares. */
export function uuidFields(window: Window): string[] {
  return fieldsOf(window).filter((field) => columnOf(window.from, field)?.type === "UUID");
}
