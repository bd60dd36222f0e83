import type { Row } from "../../questdb/answer.ts";

/** A list as rows: as it is if all are objects, else with a column `value`. */
export function listRows(list: readonly unknown[]): readonly Row[] {
  const isRow = (item: unknown) =>
    typeof item === "object" && item !== null && !(item instanceof Date) && !Array.isArray(item);
  return list.every(isRow) ? list as Row[] : list.map((value) => ({ value }));
}
