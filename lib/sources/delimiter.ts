/** Delimiters, the most usual first. */
const DELIMITERS = [",", ";", "\t", "|"];

/**
 * The one rule for delimiters of files: comma, semicolon, tab or vertical bar, whichever occurs most
 * often in the header outside quotes; of equals the first of these. A header with none of them is
 * one column.
 */
export function delimiterOf(header: string): string {
  const plain = header.replace(/"[^"]*"?/g, "");
  const counts = DELIMITERS.map((delimiter) => plain.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}
