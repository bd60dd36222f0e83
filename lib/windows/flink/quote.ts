/** Names and values in Flink's SQL. */

/** A name, whatever it is: `timestamp` and `count` are words of SQL. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A text value. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A value that a field is compared with. @throws {RangeError} It is an infinite number. */
export function quoteValue(value: string | number | boolean): string {
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "boolean") return String(value).toUpperCase();
  if (Number.isSafeInteger(value)) return String(value);
  if (!Number.isFinite(value)) {
    throw new RangeError(`Cannot write ${value} in Flink's SQL: it has no such number`);
  }
  return value.toExponential().replace("e", "E").replace("E+", "E"); // with E it is a DOUBLE, not a DECIMAL
}

const UNITS = [["DAY", 86_400_000], ["HOUR", 3_600_000], ["MINUTE", 60_000], [
  "SECOND",
  1000,
]] as const;

/**
 * A duration: `INTERVAL '90' SECOND`. Flink's units have two digits by default, so more are declared.
 *
 * @param milliseconds At least 0; parts of a millisecond are dropped.
 */
export function interval(milliseconds: number): string {
  const whole = Math.floor(milliseconds);
  const [unit, length] = UNITS.find(([, length]) => whole > 0 && whole % length === 0) ??
    ["SECOND", 1000];
  const digits = String(Math.floor(whole / length)).length;
  if (whole % length === 0) {
    return `INTERVAL '${whole / length}' ${unit}${digits > 2 ? `(${digits})` : ""}`;
  }
  return `INTERVAL '${(whole / 1000).toFixed(3)}' SECOND(${digits}, 3)`;
}

/** The options of a table or session, one on each line, as `printable()` in script.ts expects them. */
export function withOptions(options: Readonly<Record<string, string>>): string {
  const lines = Object.entries(options)
    .map(([key, value]) => `  ${quoteText(key)} = ${quoteText(value)}`);
  return `WITH (\n${lines.join(",\n")}\n)`;
}
