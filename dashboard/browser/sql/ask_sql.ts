/// <reference lib="dom" />
/** Requests to the routes of the SQL page. */
import type { SqlNames } from "../../sql/names.ts";
import { CUT_HEADER, ROWS_HEADER, type SqlAnswer, type SqlError } from "../../sql/sql_answer.ts";

/** The server refused, or cannot be reached. */
export class AskError extends Error {
  override name = "AskError";
  /** Index in the query where the error is. */
  readonly position: number | undefined;

  constructor({ message, position }: SqlError) {
    super(message);
    this.position = position;
  }
}

/** Tables, columns and functions. @throws {AskError} */
export async function askNames(): Promise<SqlNames> {
  return await (await ask("/sql/names")).json();
}

/** Rows of a query. @throws {AskError} */
export async function askRows(sql: string, signal: AbortSignal): Promise<SqlAnswer> {
  return await (await post("/sql/run", { sql }, signal)).json();
}

/** A file of a query, and what is known of it. */
export interface AskedFile {
  file: Blob;
  rows: number;
  cut: boolean;
}

/** A file with the rows of a query. @throws {AskError} */
export async function askFile(
  sql: string,
  format: "csv" | "parquet",
  signal: AbortSignal,
): Promise<AskedFile> {
  const answer = await post("/sql/download", { sql, format }, signal);
  const rows = Number(answer.headers.get(ROWS_HEADER));
  return { file: await answer.blob(), rows, cut: answer.headers.has(CUT_HEADER) };
}

async function post(path: string, body: object, signal: AbortSignal): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return await ask(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

async function ask(path: string, options: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new AskError({
      message: "The dashboard's server cannot be reached. Start it with: deno task dashboard",
    });
  }
  if (answer.ok) return answer;
  const { error } = await answer.json().catch(() => ({})); // not ours: its status says what is wrong
  throw new AskError(error?.message ? error : { message: `The server answers ${answer.status}` });
}
