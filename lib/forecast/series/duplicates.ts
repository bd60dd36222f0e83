/** How several rows with the same time become one value. */
export type DuplicateRule = "error" | "sum" | "mean" | "last";

/**
 * One value for each time, ascending, and a note if rows were joined. Beside a value, a gap at the same
 * time does not count.
 *
 * @param points Values of each time, in the order of their rows.
 * @param options `notes`: the series' notes, to which one is added.
 * @throws {RangeError} A time has several rows and the rule is `error`.
 */
export function joinDuplicates(
  points: ReadonlyMap<number, readonly number[]>,
  { id, notes, rule }: { id: string; notes: string[]; rule: DuplicateRule },
): [time: number, value: number][] {
  const twice = [...points].find(([, values]) => values.length > 1);
  if (twice !== undefined) {
    const time = new Date(twice[0]).toISOString();
    if (rule === "error") {
      throw new RangeError(
        `Cannot make the series ${id}: ${twice[1].length} rows have the time ${time}. ` +
          `Group them in SQL, name a series column, or say duplicates: "sum", "mean" or "last"`,
      );
    }
    notes.push(`Rows with the same time were joined (${rule}), the first at ${time}`);
  }
  return [...points].map(([time, all]): [number, number] => {
    const known = all.filter((value) => !isNaN(value));
    const values = known.length > 0 ? known : all;
    const sum = values.reduce((total, value) => total + value, 0);
    return [time, rule === "sum" ? sum : rule === "mean" ? sum / values.length : values.at(-1)!];
  }).sort((a, b) => a[0] - b[0]);
}
