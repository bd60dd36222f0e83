/** Why a line has no cells: a misplaced quote, or a quoted cell that is still open at its end. */
export type Unparsed = "stray" | "open";

/**
 * Splits a row that contains quotes into cells. Source: RFC 4180.
 *
 * @param delimiter One character.
 * @returns The cells, without their quotes, or why there are none.
 */
export function parseCells(text: string, delimiter: string): string[] | Unparsed {
  const code = delimiter.charCodeAt(0);
  const cells: string[] = [];
  for (let at = 0;;) {
    let cell = "", end: number;
    if (text.charCodeAt(at) === 34) {
      for (let from = at + 1;; from = end + 2) {
        end = text.indexOf('"', from);
        if (end === -1) return "open";
        if (text.charCodeAt(end + 1) !== 34) {
          cell += text.slice(from, end++);
          break;
        }
        cell += text.slice(from, end + 1);
      }
      if (end < text.length && text.charCodeAt(end) !== code) return "stray";
    } else {
      const next = text.indexOf(delimiter, at);
      end = next === -1 ? text.length : next;
      cell = text.slice(at, end);
      if (cell.includes('"')) return "stray";
    }
    cells.push(cell);
    if (end === text.length) return cells;
    at = end + 1;
  }
}

/** Whether a text holds an odd number of quotes: only then can it open or close a quoted cell. */
export function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}
