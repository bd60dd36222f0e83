import { type ColumnProfile, NUMERIC, TEXT, TIME } from "./column.ts";
import { type Profiled, quoted } from "./profiled.ts";

/** Fills in counts, extremes and means of all columns with one query. @returns The number of rows. */
export async function fillTotals(
  columns: ColumnProfile[],
  { from, ask }: Profiled,
): Promise<number> {
  const parts = columns.flatMap(({ name, type }, i) => {
    const c = quoted(name);
    if (type === "BOOLEAN" || type === "BYTE" || type === "SHORT" || type === "CHAR") {
      // These types have no null, and count() does not accept them.
      return NUMERIC.test(type) ? [`min(${c}) a${i}, max(${c}) b${i}, avg(${c}) m${i}`] : [];
    }
    if (NUMERIC.test(type)) {
      return [`count(${c}) n${i}, min(${c}) a${i}, max(${c}) b${i}, avg(${c}) m${i}`];
    }
    if (TIME.test(type)) return [`count(${c}) n${i}, min(${c}) a${i}, max(${c}) b${i}`];
    return TEXT.test(type) ? [`count(${c}) n${i}`] : [];
  });
  const { rows: [row] } = await ask(
    `select count() n, ${[...parts, "1 o"].join(", ")} from ${from}`,
  );
  const total = row?.n as number ?? 0;
  columns.forEach((column, i) => {
    column.count = Number(row?.[`n${i}`] ?? total);
    column.nulls = total - column.count;
    column.min = numeric(row?.[`a${i}`]);
    column.max = numeric(row?.[`b${i}`]);
    column.mean = row?.[`m${i}`] as number ?? null;
  });
  return total;
}

function numeric(value: unknown): number | bigint | Date | null {
  if (value === null || value === undefined) return null;
  return value instanceof Date || typeof value === "bigint" ? value : Number(value);
}
