/** The fields of a stream that a window may name. */
import { nearest } from "../nearest.ts";
import type { Column, Stream } from "../streams/stream.ts";

/** The types of columns with numbers. */
export const NUMBERS: readonly string[] = ["LONG", "DOUBLE"];

/** The column of a stream's field, its time aside. */
export function columnOf(from: Stream, field: string): Column | undefined {
  return from.columns.find(({ name }) => name === field && from.fields.includes(field));
}

/** Why a field cannot be named. */
export function unknownField(from: Stream, field: string): string {
  const known = from.columns.map(({ name }) => name);
  const near = nearest(field, known);
  const hint = near.length > 0 ? `; the nearest is ${near.join(", ")}` : "";
  return field === from.time
    ? `${field} is the time of ${from.name}: it chooses the window and cannot be used again`
    : `${from.name} has no field ${JSON.stringify(field)}${hint}`;
}
