/**
 * A value as the text of a cell: times in ISO 8601, arrays and objects as JSON, numbers with all
 * their digits, null and undefined as empty text.
 */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_, inner) => typeof inner === "bigint" ? String(inner) : inner);
}

/**
 * A line of CSV, with its LF. Null is an empty field, empty text is `""`, as in PostgreSQL's COPY,
 * so that a reader can distinguish them.
 * Source: RFC 4180, section 2 (with LF instead of CRLF, which other tools here read and write).
 */
export function formatCsvRow(values: readonly unknown[]): string {
  return `${values.map(field).join(",")}\n`;
}

function field(value: unknown): string {
  const text = cellText(value);
  const quoted = /[",\r\n]/.test(text) || text === "" && value === "";
  return quoted ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Rows as CSV with a header.
 *
 * @param options `columns`: their names, in order. @default the keys of the first row
 */
export function toCsv(
  rows: readonly Record<string, unknown>[],
  { columns = Object.keys(rows[0] ?? {}) }: { columns?: readonly string[] } = {},
): string {
  if (columns.length === 0) return "";
  const lines = rows.map((row) => formatCsvRow(columns.map((name) => row[name])));
  return formatCsvRow(columns) + lines.join("");
}
