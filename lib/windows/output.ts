/** What a window writes: its rows as a stream, so that topic and table follow as for any other. */
import { defineStream, Long, Nullable, type Stream, Timestamp, Type } from "../streams/define.ts";
import type { Column } from "../streams/stream.ts";
import type { Aggregate } from "./aggregates.ts";
import { columnOf } from "./columns.ts";
import type { Window, WindowEngine, WindowRow } from "./window.ts";

/**
 * The rows of a window as one engine calculates them. The table holds `window_start` as its `timestamp`; the
 * window's start and keys identify a row, so that writing it again changes nothing.
 */
export function outputStream(window: Window, engine: WindowEngine): Stream {
  const { name, from, by, aggregate } = window;
  const fields: Record<string, unknown> = {
    window_start: Timestamp(),
    window_end: Timestamp(),
  };
  for (const field of by) fields[field] = schemaOf(columnOf(from, field)!);
  for (const [field, one] of Object.entries(aggregate)) fields[field] = aggregateSchema(from, one);
  return defineStream({
    name: `${name}_${engine}`,
    key: "window_end", // messages have the key of messageKey()
    time: "window_start",
    identity: by as never, // names of its own fields, which only this function knows
    partitions: 1,
    compact: true,
    schema: Type.Object(fields as never), // built by name, so without static types
  }) as unknown as Stream;
}

/** The topic of records that came after all their windows had closed, without the namespace. */
export function lateName({ name }: Window): string {
  return `${name}_late`;
}

/** The key of a row's message: its start and keys as JSON, so that a compacted topic keeps the last one. */
export function messageKey({ by }: Window, row: WindowRow): string {
  const key: Record<string, unknown> = { window_start: row.window_start };
  for (const field of by) key[field] = row[field];
  return JSON.stringify(key);
}

function schemaOf({ type }: Column) {
  switch (type) {
    case "LONG":
      return Long();
    case "DOUBLE":
      return Type.Number();
    case "SYMBOL":
      return Type.String({ column: "SYMBOL" });
    default:
      return Type.String({ column: type });
  }
}

function aggregateSchema(from: Stream, { kind, field }: Aggregate) {
  if (field === undefined || kind === "distinct") return Long();
  const column = columnOf(from, field)!;
  const schema = kind === "sum" || kind === "mean" ? Type.Number() : schemaOf(column);
  return column.nullable ? Nullable(schema as ReturnType<typeof Type.Number>) : schema;
}

/** The columns of a window's rows, in their order, with QuestDB's types. */
export function outputColumns(window: Window): { name: string; type: string }[] {
  const { columns } = outputStream(window, "deno");
  const start = { name: "window_start", type: "TIMESTAMP" };
  return [start, ...columns.map(({ name, type }) => ({ name, type }))];
}
