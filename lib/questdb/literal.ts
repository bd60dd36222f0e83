/**
 * A value as SQL text, for QuestDB's exports, which know no bound parameters. Nothing in a text can
 * end its quotes: QuestDB knows no escape but the doubled quote.
 *
 * @throws {TypeError} The value is of a kind that no parameter can be.
 */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
  if (value instanceof Date) return `'${value.toISOString()}'::timestamp`;
  throw new TypeError(
    `Cannot write ${Deno.inspect(value)} into SQL: give text, a number, a boolean, a Date or null`,
  );
}

/** The text with each `$n` replaced by its value, but for those in quotes and comments. */
export function withLiterals(text: string, parameters: readonly unknown[]): string {
  return text.replace(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\d+)/g,
    (found, n?: string) => n === undefined ? found : literal(parameters[Number(n) - 1]),
  );
}
