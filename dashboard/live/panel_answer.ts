/** A panel's rows on their way to the browser, which reads them with {@linkcode rowsOf}. */

/** What a panel showed at one moment. */
export interface PanelAnswer {
  /** When it was asked, by the server's clock, in milliseconds since 1970: what is shown is not older. */
  asked: number;
  /** The range that was asked for, in milliseconds since 1970. */
  from: number;
  to: number;
  /** Length of a bucket in milliseconds. */
  step: number;
  /** Milliseconds that it took. */
  took: number;
  data?: PackedRows;
  /** Why there are no rows, or what a part of them lacks. */
  trouble?: Trouble;
}

/** Why a panel has no rows. */
export interface Trouble {
  /** `away`: an engine cannot be reached; `busy`: asked too much of it; `missing`: no table yet;
   * `empty`: nothing in this range; `fault`: anything else. */
  kind: "away" | "busy" | "missing" | "empty" | "fault";
  /** For a person, without addresses and logins. */
  message: string;
  /** Command that helps. */
  run?: string;
  /** Time of the newest row, if there are older ones, in milliseconds since 1970. */
  newest?: number;
}

/** Rows by column: the names stand there once. */
export interface PackedRows {
  columns: { name: string; type?: "time" | "bigint" }[];
  /** A list of values for each row. */
  rows: unknown[][];
  /** How many rows there were, if more than are sent. */
  more?: number;
}

/** Rows that are sent at most. */
export const MOST_ROWS = 5000;

/** Packs rows: times as milliseconds, integers beyond 2^53 as text. */
export function packRows(rows: readonly object[]): PackedRows {
  const sent = rows.slice(0, MOST_ROWS) as Record<string, unknown>[];
  const names = [...new Set(sent.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name): PackedRows["columns"][number] => {
    if (sent.some((row) => row[name] instanceof Date)) return { name, type: "time" };
    return sent.some((row) => typeof row[name] === "bigint") ? { name, type: "bigint" } : { name };
  });
  const packed = sent.map((row) => columns.map(({ name }) => packValue(row[name])));
  return {
    columns,
    rows: packed,
    ...rows.length > sent.length ? { more: rows.length } : {},
  };
}

function packValue(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(+value) ? null : +value;
  return typeof value === "bigint" ? String(value) : value ?? null;
}

/** The rows as the panel's function returned them: times as Date. */
export function rowsOf({ columns, rows }: PackedRows): Record<string, unknown>[] {
  return rows.map((values) =>
    Object.fromEntries(columns.map(({ name, type }, i) => {
      const value = values[i];
      if (type === "time" && typeof value === "number") return [name, new Date(value)];
      return [name, type === "bigint" && typeof value === "string" ? BigInt(value) : value];
    }))
  );
}
