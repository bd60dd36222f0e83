/** What a window's records lack, in words: for warnings, and for runs that give nothing. */
import type { WindowResult } from "./result.ts";
import type { Window } from "./window.ts";

/** The keys of a window that a record may lack; it is left out then. */
export function nullableKeys({ from, by }: Window): string[] {
  return by.filter((field) =>
    from.columns.some(({ name, nullable }) => name === field && nullable)
  );
}

/**
 * The keys that most records lack.
 *
 * @param nullKeys Records without a value, by key.
 * @param read All records.
 */
export function mostlyNull(nullKeys: Readonly<Record<string, number>>, read: number): string[] {
  return Object.keys(nullKeys).filter((field) => nullKeys[field]! * 2 > read);
}

/** The warning of a key that most records lack. */
export function nullWarning(
  window: string,
  { field, count, read }: { field: string; count: number; read: number },
): string {
  return `warning: ${window}: ${full(count)} of ${
    full(read)
  } records have no ${field} and are left out`;
}

/** What to warn of in a result: keys that most records lack, aggregates that no record has a value for. */
export function warningsOf(window: Window, { rows, read, nullKeys }: WindowResult): string[] {
  const { name } = window;
  return [
    ...mostlyNull(nullKeys ?? {}, read)
      .map((field) => nullWarning(name, { field, count: nullKeys![field]!, read })),
    ...emptyAggregates(window, rows).map((field) =>
      `warning: ${name}: ${field} is null in every row: no record has a value in ` +
      fieldOf(window, field)
    ),
  ];
}

/** @throws {Error} Rows were made, and none of them has a value. */
export function requireValues(window: Window, { rows, read }: WindowResult): void {
  const names = Object.keys(window.aggregate);
  if (emptyAggregates(window, rows).length < names.length) return;
  const fields = [...new Set(names.map((name) => fieldOf(window, name)))];
  throw new Error(
    `The window ${window.name} has rows, but no value in any: none of ${full(read)} records of ` +
      `${window.from.name} has ${fields.join(" or ")}`,
  );
}

/** Aggregates that are null in all rows. */
function emptyAggregates({ aggregate }: Window, rows: WindowResult["rows"]): string[] {
  return Object.keys(aggregate).filter((name) => rows.every((row) => row[name] === null));
}

function fieldOf({ aggregate }: Window, name: string): string {
  return aggregate[name]!.field!; // only count has none, and it is never null
}

function full(n: number): string {
  return n.toLocaleString("en-US");
}
