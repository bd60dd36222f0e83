import type { CsvRow } from "../csv.ts";
import type { FieldError } from "../streams/check.ts";

/** A column's name as a field name: `Dropoff Centroid  Location` is `dropoff_centroid_location`. */
function fieldName(title: string): string {
  return title.trim().toLowerCase().replace(/[\s_]+/g, "_");
}

/**
 * Finds the columns of a file by the names in its header; spaces and case do not matter.
 *
 * @param options `columns`: those to find. `required`: those of them that the file must have.
 * `ignored`: others that it may have.
 * @returns The index of each column, −1 if the file lacks it; or what is wrong with the header.
 */
export function readHeader<C extends string>(
  { cells, problem }: CsvRow,
  { columns, required, ignored = [] }: {
    columns: readonly C[];
    required: readonly C[];
    ignored?: readonly string[];
  },
): { at: Record<C, number> } | { error: FieldError } {
  const names = cells.map(fieldName);
  const known: readonly string[] = [...columns, ...ignored];
  const list = (titles: readonly string[]) =>
    titles.map((title) => JSON.stringify(title)).join(", ");
  const unknown = cells.filter((_, i) => !known.includes(names[i]!));
  const twice = cells.filter((_, i) => names.indexOf(names[i]!) < i);
  const missing = required.filter((name) => !names.includes(name));
  const wrong = [
    problem,
    unknown.length > 0 && `has unknown columns: ${list(unknown)}`,
    twice.length > 0 && `repeats columns: ${list(twice)}`,
    missing.length > 0 && `lacks the columns ${missing.join(", ")}`,
  ].filter((part) => part);
  if (wrong.length > 0) {
    const reason = `header ${wrong.join("; ")}; expected: ${columns.join(", ")}`;
    return { error: { field: "", value: cells.join(","), reason } };
  }
  const at = Object.fromEntries(columns.map((name) => [name, names.indexOf(name)]));
  return { at: at as Record<C, number> };
}
