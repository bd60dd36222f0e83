import { literal } from "../../questdb/literal.ts";
import { columnOf } from "../columns.ts";
import { type Filter, NOT_NULL, type Window } from "../window.ts";

/** The filters of a window as a condition in SQL; "" if it has none. */
export function conditions({ from, where }: Pick<Window, "from" | "where">): string {
  return Object.entries(where)
    .map(([field, filter]) => condition(`"${field}"`, columnOf(from, field)!.type, filter))
    .join(" and ");
}

function condition(column: string, type: string, filter: Filter): string {
  if (filter === NOT_NULL) return `${column} is not null`;
  // QuestDB's = takes DOUBLEs that differ by less than 1e-10 as equal; their difference is exact.
  if (type === "DOUBLE") return `(${column} - ${literal(filter)}) * 1e300 = 0`;
  return `${column} = ${literal(filter)}`;
}
