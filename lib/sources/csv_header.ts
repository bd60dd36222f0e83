import type { CsvRow } from "../csv.ts";
import type { FieldError } from "../streams/check.ts";

/** A column's title as a field name: `Dropoff Centroid  Location` is `dropoff_centroid_location`. */
export function fieldName(title: string): string {
  return title.trim().toLowerCase().replace(/[\s_]+/g, "_");
}

/** What is wrong with a row that has a problem. */
export function problemOf({ problem = "", field }: CsvRow): FieldError {
  return field === undefined ? { reason: problem } : { field: fieldName(field), reason: problem };
}

/** The columns of a layout. */
export interface Layout<C extends string> {
  /** Those to find. */
  columns: readonly C[];
  /** Those of them that a file must have. */
  required: readonly C[];
  /** Others that a file may have, which are not worth a note. @default none */
  ignored?: readonly string[];
  /** Other names of the columns. @default none */
  aliases?: Readonly<Record<string, C>>;
}

/** Where a file has its columns. */
export interface Header<C extends string> {
  /** The index of each column, −1 if the file lacks it. */
  at: Record<C, number>;
  /** What is left out, for a note: `the columns "Colour", and 1 without a name`. */
  leftOut?: string;
}

/**
 * Finds the columns of a file by the names in its header; spaces and case do not matter. Columns of
 * another name or without one are left out.
 *
 * @returns Where the columns are; or what is wrong with the header.
 */
export function readHeader<C extends string>(
  { cells, problem }: CsvRow,
  { columns, required, ignored = [], aliases = {} }: Layout<C>,
): Header<C> | { error: FieldError } {
  const names = cells.map(fieldName).map((name) => aliases[name] ?? name);
  const own: readonly string[] = columns;
  const isOwn = (i: number) => own.includes(names[i]!);
  const list = (titles: readonly string[]) =>
    titles.map((title) => JSON.stringify(title)).join(", ");
  const unknown = cells.filter((_, i) =>
    names[i] !== "" && !isOwn(i) && !ignored.includes(names[i]!)
  );
  const twice = cells.filter((_, i) => isOwn(i) && names.indexOf(names[i]!) < i);
  const missing = required.filter((name) => !names.includes(name));
  const wrong = [
    problem,
    twice.length > 0 && `repeats columns: ${list(twice)}`,
    missing.length > 0 &&
    `lacks the columns ${missing.join(", ")}`,
  ].filter((part) => part);
  if (wrong.length > 0) {
    if (!problem && unknown.length > 0) wrong.unshift(`has unknown columns: ${list(unknown)}`);
    const reason = `header ${wrong.join("; ")}; expected: ${columns.join(", ")}`;
    return { error: { field: "", value: cells.join(","), reason } };
  }
  const at = Object.fromEntries(columns.map((name) => [name, names.indexOf(name)]));
  const unnamed = names.filter((name) => name === "").length;
  const leftOut = [
    unknown.length > 0 && `the columns ${list(unknown)}`,
    unnamed > 0 && `${unnamed} ${unnamed === 1 ? "column" : "columns"} without a name`,
  ].filter((part) => part).join(" and ");
  return { at: at as Record<C, number>, ...(leftOut === "" ? {} : { leftOut }) };
}
