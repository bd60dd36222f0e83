import { UnavailableError } from "../../lib/errors.ts";
import {
  hintFor,
  type Names,
  queryError,
  QueryRefusedError,
} from "../../lib/questdb/query_error.ts";
import { NotAllowedError } from "./allowed_sql.ts";
import type { SqlError } from "./sql_answer.ts";
import { LimitError } from "./visitor_queries.ts";

/** An error with the status of its answer. */
export interface SqlFailure {
  status: 400 | 429 | 503;
  error: SqlError;
}

/**
 * Explains why a visitor's query failed.
 *
 * @param names For the nearest known name.
 * @returns Undefined if it is a fault of ours.
 */
export async function sqlFailure(
  error: unknown,
  sql: string,
  names: Names,
): Promise<SqlFailure | undefined> {
  if (error instanceof NotAllowedError) return { status: 400, error: { message: error.message } };
  if (error instanceof LimitError) return { status: 429, error: { message: error.message } };
  if (error instanceof UnavailableError) {
    const message = `${error.service} cannot be reached. Start it with: deno task up`;
    return { status: 503, error: { message } };
  }
  if (!(error instanceof QueryRefusedError)) return undefined;
  const hint = await hintFor(sql, error, names).catch(() => ""); // the error itself counts
  const { message, position } = queryError(sql, error, { hint });
  return { status: 400, error: { message, ...position === undefined ? {} : { position } } };
}
