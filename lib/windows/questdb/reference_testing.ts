/** For tests: the rows of a window by its definition, record by record. */
import { compareRows } from "../result.ts";
import { NOT_NULL, type Window, type WindowRow } from "../window.ts";

/** A record: its fields, and its time in milliseconds since 1970. */
export type Timed = Record<string, unknown> & { ms: number };

/** The records that a window counts. */
export function naiveFilter({ where }: Window, records: readonly Timed[]): Timed[] {
  return records.filter((record) =>
    Object.entries(where).every(([field, filter]) =>
      filter === NOT_NULL ? record[field] != null : record[field] === filter
    )
  );
}

/** The rows of a window over records of which none is a duplicate, sorted. */
export function naiveRows(window: Window, records: readonly Timed[]): WindowRow[] {
  const { kind: { size, advance }, by, aggregate } = window;
  const groups = new Map<string, Timed[]>();
  for (const record of naiveFilter(window, records)) {
    const newest = Math.floor(record.ms / advance) * advance;
    for (let start = newest; start + size > record.ms; start -= advance) {
      const key = JSON.stringify([start, ...by.map((field) => record[field])]);
      groups.set(key, [...groups.get(key) ?? [], record]);
    }
  }
  return [...groups].map(([key, members]) => {
    const [start, ...keys] = JSON.parse(key);
    const row: WindowRow = {
      window_start: new Date(start).toISOString(),
      window_end: new Date(start + size).toISOString(),
    };
    by.forEach((field, i) => row[field] = keys[i]);
    for (const [name, { kind, field }] of Object.entries(aggregate)) {
      const values = members.map((record) => record[field ?? "ms"] as number | null)
        .filter((value) => value !== null);
      row[name] = calculate(kind, values);
    }
    return row;
  }).sort(compareRows(by));
}

function calculate(kind: string, values: number[]): number | null {
  if (kind === "count") return values.length;
  if (values.length === 0) return null;
  if (kind === "min") return values.reduce((a, b) => Math.min(a, b));
  if (kind === "max") return values.reduce((a, b) => Math.max(a, b));
  const sum = values.reduce((a, b) => a + b);
  return kind === "sum" ? sum : sum / values.length;
}
