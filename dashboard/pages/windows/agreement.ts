/** Whether engines have the same results. */

/** A row of a window as an engine has it. */
export type EngineRow = Readonly<Record<string, unknown>>;

/** What came of a comparison. */
export interface Agreement {
  /** Results that all engines have. */
  common: number;
  /** Those of them that differ. */
  different: number;
  /** Results that only some have. */
  missing: number;
}

/** Sums and means are added up in another order: they may differ by this share. */
const NEAR = 1e-9;

/**
 * Compares the rows of several engines by their starts and keys.
 *
 * @param keys Columns that identify a row.
 * @param values Columns that are compared.
 */
export function agreement(
  engines: readonly (readonly EngineRow[])[],
  { keys, values }: { keys: readonly string[]; values: readonly string[] },
): Agreement {
  const keyOf = (row: EngineRow) => JSON.stringify(keys.map((key) => row[key]));
  const maps = engines.map((rows) => new Map(rows.map((row) => [keyOf(row), row])));
  const found = { common: 0, different: 0, missing: 0 };
  for (const key of new Set(maps.flatMap((map) => [...map.keys()]))) {
    const rows = maps.map((map) => map.get(key)).filter((row) => row !== undefined);
    if (rows.length < maps.length) found.missing++;
    else {
      found.common++;
      const [first, ...others] = rows;
      const isSame = others.every((row) => values.every((name) => near(row[name], first![name])));
      if (!isSame) found.different++;
    }
  }
  return found;
}

function near(a: unknown, b: unknown): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return a === b || Math.abs(a - b) <= NEAR * Math.abs(b);
}

/** A comparison in words. */
export function agreementText({ common, different, missing }: Agreement): string {
  if (common === 0) return "nothing in common yet";
  const only = missing > 0 ? `, ${missing} only in some` : "";
  return different === 0
    ? `yes, all ${common}${only}`
    : `no: ${different} of ${common} differ${only}`;
}
