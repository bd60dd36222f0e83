import { facts, type FactsOptions, type ProgressEntry } from "./progress_entry.ts";
import { cutTo, printable, widthOf } from "./terminal_text.ts";

/**
 * A line per entry: its facts in aligned columns, and a bar if the share is known and fits.
 *
 * @param options `columns` of the terminal; `final` and `unit` as in {@linkcode facts}.
 */
export function barLines(
  entries: Map<string, ProgressEntry>,
  { columns, ...options }: FactsOptions & { columns: number },
): string[] {
  const names = [...entries.keys()].map((name) => cutTo(printable(name), 30));
  const table = [...entries.values()].map((entry) => facts(entry, options));
  const widest = (texts: string[]) => Math.max(...texts.map(widthOf));
  const nameWidth = widest(names);
  const widths = [0, 1, 2, 3, 4].map((i) => widest(table.map((row) => row[i]!)));
  return [...entries.values()].map((entry, i) => {
    const cells = table[i]!.map((text, column) => text.padStart(widths[column]!));
    const text = cells.filter((cell) => cell !== "").join("  ");
    const room = Math.min(24, columns - nameWidth - text.length - 7);
    const bar = room < 5 ? "" : `${barOf(entry.share, room)}  `;
    const name = names[i]! + " ".repeat(nameWidth - widthOf(names[i]!));
    return cutTo(`${name}  ${bar}${text}`, columns - 1).trimEnd();
  });
}

function barOf(share: number | undefined, width: number): string {
  if (share === undefined) return " ".repeat(width + 2);
  const full = Math.floor(share * width);
  return `[${"=".repeat(full)}${full < width ? ">" : ""}${
    " ".repeat(Math.max(0, width - full - 1))
  }]`;
}
