import { sqlPieces } from "./sql_pieces.ts";

/**
 * A value as an SQL literal, for REST and exports, which have no bound parameters. No text can close
 * its own quotes: QuestDB's only escape is the doubled quote.
 *
 * @throws {TypeError} The value cannot be a parameter.
 */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
  if (value instanceof Date) return `'${value.toISOString()}'::timestamp`;
  throw new TypeError(
    `Cannot write ${Deno.inspect(value)} into SQL: use text, a number, a boolean, a Date or null`,
  );
}

/** Replaces each `$n` by its value, except in quotes and comments. */
export function withLiterals(text: string, parameters: readonly unknown[]): string {
  const value = (_: string, n: string) => literal(parameters[Number(n) - 1]);
  return sqlPieces(text).map((piece) =>
    piece.kind === "code" ? piece.text.replace(/\$(\d+)/g, value) : piece.text
  ).toArray().join("");
}
