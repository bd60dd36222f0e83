/** The filters of a window. */
import type { Stream } from "../streams/stream.ts";
import { columnOf, NUMBERS, unknownField } from "./columns.ts";
import { type Filter, NOT_NULL, type WindowOptions } from "./window.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Why a field cannot be compared with a value; undefined if it can. */
export function problemOfFilter(from: Stream, field: string, filter: Filter): string | undefined {
  const column = columnOf(from, field);
  if (!column) return unknownField(from, field);
  if (filter === NOT_NULL) return undefined;
  const wanted = NUMBERS.includes(column.type)
    ? "number"
    : column.type === "BOOLEAN"
    ? "boolean"
    : "string";
  if (column.type === "UUID" && !UUID.test(String(filter))) {
    return `where compares ${field}, a UUID, with ${JSON.stringify(filter)}`;
  }
  if (typeof filter === wanted && filter === filter) return undefined;
  return `where compares ${field}, a ${wanted}, with ${JSON.stringify(filter)}`;
}

/** The filters with UUIDs in lower case, as engines compare them. */
export function comparable(
  from: Stream,
  where: NonNullable<WindowOptions["where"]>,
): NonNullable<WindowOptions["where"]> {
  return Object.fromEntries(
    Object.entries(where).map(([field, filter]) => [
      field,
      columnOf(from, field)?.type === "UUID" && typeof filter === "string"
        ? filter.toLowerCase()
        : filter,
    ]),
  );
}
