import type { Affected } from "../../../prelude/cell_graph.ts";

/** A cell as the notebook shows it: `[4]`. */
export type Numbered = (cell: string) => string;

/** Says which cells an input runs again, and why: `Re-runs [4], [5]: they read days. Then [6]: it reads rows`. */
export function readersNote(
  cells: readonly Affected[],
  variable: string,
  number: Numbered,
): string {
  if (cells.length === 0) return `No other cell that ran reads ${variable}`;
  const groups = new Map<string, string[]>();
  for (const { cell, reads, again } of cells) {
    const why = reads.includes(variable)
      ? `read ${variable}`
      : reads.length > 0
      ? `read ${reads.join(", ")}`
      : `set ${again.join(", ")} again`;
    groups.set(why, [...groups.get(why) ?? [], number(cell)]);
  }
  const parts = [...groups].map(([why, cells]) =>
    `${cells.join(", ")}: ${
      cells.length === 1 ? `it ${why.replace(/^\w+/, "$&s")}` : `they ${why}`
    }`
  );
  return `Re-runs ${parts.join("; then ")}`;
}

/** The names on a cell's mark: those that change and that it reads. */
export function markOf({ reads, again }: Affected): string[] {
  return reads.length > 0 ? reads : again;
}
