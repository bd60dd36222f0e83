/** What pandas, psql, QuestDB and spreadsheets write into a cell that has no value. */
const EMPTY = new Set([
  ...["NaN", "nan", "NaT", "None", "NULL", "null", "NA", "N/A", "n/a", "<NA>", "#N/A", "\\N"],
]);
/**
 * The one rule for the text of a cell: spaces around it do not count, and `NaN`, `nan`, `NaT`,
 * `None`, `NULL`, `null`, `NA`, `N/A`, `n/a`, `<NA>`, `#N/A` and `\N` are empty, in every column.
 */
export function cellText(cell: string): string {
  const length = cell.length;
  if (length === 0) return cell;
  let first = cell.charCodeAt(0);
  if (first <= 32 || cell.charCodeAt(length - 1) <= 32) {
    cell = cell.trim();
    first = cell.charCodeAt(0);
  }
  // They start with a letter or a sign: most cells need no look into the set.
  return (first > 57 || first === 35) && cell.length <= 4 && EMPTY.has(cell) ? "" : cell;
}
