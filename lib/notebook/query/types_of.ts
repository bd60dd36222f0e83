import type { Row } from "../../questdb/answer.ts";

/** Columns of rows that did not come from a query, in order of appearance, with their types. */
export function typesOf(rows: readonly Row[]): { name: string; type: string }[] {
  const types = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      const known = types.get(name) ?? new Set();
      if (value !== null && value !== undefined) known.add(typeOf(value));
      types.set(name, known);
    }
  }
  return [...types].map(([name, known]) => ({ name, type: [...known].join(" or ") }));
}

function typeOf(value: unknown): string {
  if (value instanceof Date) return "time";
  if (typeof value === "string") return "text";
  return Array.isArray(value) ? "list" : typeof value;
}
