import { type ColumnProfile, NUMERIC, WHOLE } from "./column.ts";
import { type Profiled, quoted } from "./profiled.ts";

/** Fills in quartiles and distinct values of the numeric columns with one query, from their extremes. */
export async function fillQuartiles(
  columns: ColumnProfile[],
  { from, ask }: Profiled,
): Promise<void> {
  const parts = columns.flatMap(({ name, type, min, max }, i) => {
    if (!NUMERIC.test(type)) return [];
    const c = quoted(name);
    // approx_percentile() takes no negative values, and its error is a share of the value.
    const shifted = `(${c} - ${min})::double`;
    const wide = Math.max(Math.abs(Number(min)), Math.abs(Number(max))) || 1;
    const whole = WHOLE.test(type) ? `${c}::long` : `(${c} * ${2 ** 51 / wide})::long`;
    return [
      ...[0.25, 0.5, 0.75].map((share, q) =>
        `approx_percentile(${shifted}, ${share}, 2) q${i}_${q}`
      ),
      `approx_count_distinct(${whole}) d${i}`,
    ];
  });
  if (parts.length === 0) return;
  const { rows: [row] } = await ask(`select ${parts.join(", ")} from ${from}`);
  columns.forEach((column, i) => {
    if (row?.[`q${i}_0`] === undefined) return;
    const [low, middle, high] = [0, 1, 2].map((q) => {
      const value = Number(column.min) + Number(row[`q${i}_${q}`]);
      return WHOLE.test(column.type) ? Math.round(value) : value;
    });
    column.quartiles = [low!, middle!, high!];
    column.distinct = row[`d${i}`] as number;
  });
}
