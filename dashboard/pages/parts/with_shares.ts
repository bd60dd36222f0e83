/** Rows with the column `share`: a column's share of its sum, of 1, to a tenth of a percent. */
export function withShares<T extends Record<string, unknown>>(
  rows: readonly T[],
  column: keyof T,
): (T & { share: number })[] {
  const all = rows.reduce((sum, row) => sum + Number(row[column]), 0);
  return rows.map((row) => ({
    ...row,
    share: Math.round(1000 * Number(row[column]) / all) / 1000,
  }));
}
