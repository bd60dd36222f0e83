/** A column of a table that may be too wide. */
export interface WideColumn {
  /** Cells of the terminal that its longest text takes. */
  natural: number;
  /** Whether it may not be cut: a number without its last digits is another number. */
  fixed: boolean;
}

/** Text is not cut to less. */
const LEAST = 12;

/** Blanks between two columns. */
const GAP = 2;

/**
 * Widths with which columns fit into a terminal: the widest texts are cut first, none below 12; if
 * that is not enough, the last columns are left out.
 *
 * @param width Columns of the terminal.
 * @returns One for each column that fits, at least one.
 */
export function fitColumns(columns: readonly WideColumn[], width: number): number[] {
  for (let count = columns.length; count > 0; count--) {
    const widths = columns.slice(0, count).map(({ natural }) => natural);
    let over = widths.reduce((sum, one) => sum + one, GAP * (count - 1)) - width;
    while (over > 0) {
      const widest = widths.reduce(
        (best, one, i) => !columns[i]!.fixed && one > Math.max(LEAST, widths[best] ?? 0) ? i : best,
        -1,
      );
      if (widest < 0) break;
      widths[widest]!--;
      over--;
    }
    if (over <= 0 || count === 1) return widths;
  }
  return [];
}
