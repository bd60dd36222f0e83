import type { Answer, Row, Times } from "../../questdb/answer.ts";
import { type Exported, exportQuery } from "../../questdb/export.ts";
import { withLiterals } from "../../questdb/literal.ts";
import { hintFor, queryError, QueryRefusedError } from "../../questdb/query_error.ts";
import { askRest } from "../../questdb/rest.ts";
import { flatten } from "../../questdb/sql_template.ts";
import { isSelect, onlyReads } from "./only_reads.ts";
import { withOrigin } from "./rows_origin.ts";
import { type NotebookDb, withQuestdb } from "./engine.ts";
import { knownNames } from "./known_names.ts";
import { signalOf } from "../stop.ts";
import { whyEmpty } from "./why_empty.ts";

/** Options for a query. */
export interface SqlOptions {
  /** Maximum number of rows fetched; a note says how many there are. @default 100000 */
  limit?: number;
  /** Times as Date (milliseconds) or as ISO text with microseconds. @default "date" */
  times?: Times;
  /** Run it as the user who may write. @default false */
  write?: boolean;
  /** Ends the query, as Stop does. */
  signal?: AbortSignal;
  /** Called with the note that there are more rows, or none. @default console.log */
  log?: (note: string) => void;
}

/** The text of a query in pieces, with the values between them. */
export interface AskedQuery {
  strings: readonly string[];
  values: readonly unknown[];
}

const ONLY_ASKS = "sql only asks. To change tables: sql.write`…`";

/** Maximum number of rows fetched by default. */
const MAX_ROWS = 100_000;

/** Runs a query. @returns Its rows, at most `limit`. */
export async function runQuery<T extends Row>(
  piece: AskedQuery,
  options: SqlOptions,
): Promise<T[]> {
  const { limit = MAX_ROWS, log = console.log } = options;
  const signal = signalOf(options.signal);
  return await withQuestdb(async (at) => {
    const { text, parameters } = flattened(piece, at);
    const { columns, rows } = await ask<T>(at, { text, parameters }, { ...options, limit, signal });
    if (rows.length === 0 && isSelect(text)) await explainEmpty(text, log);
    if (rows.length <= limit) return withOrigin(rows, { columns, text });
    rows.length = limit;
    const total = await countOf(at, { text, parameters }, signal);
    const whole = total === undefined ? "more" : total.toLocaleString("en");
    log(
      `Showing the first ${limit.toLocaleString("en")} rows of ${whole}. ` +
        "Aggregate in SQL, export all with .csv(file) or .parquet(file), or raise it with .limit(n)",
    );
    return withOrigin(rows, { columns, text, ...total === undefined ? {} : { total } });
  });
}

const explainedEmpty = new Set<string>();

/** Says once why a query may have no rows, as a chart of it would be silently empty. */
async function explainEmpty(text: string, log: (note: string) => void): Promise<void> {
  if (explainedEmpty.has(text)) return;
  explainedEmpty.add(text);
  log(await whyEmpty(text));
}

/** Writes all rows of a query to a file. */
export async function exportAnswer(
  piece: AskedQuery,
  { file, format, signal }: SqlOptions & { file: string; format: "csv" | "parquet" },
): Promise<Exported> {
  return await withQuestdb(async (at) => {
    const { text, parameters } = flattened(piece, at);
    const literals = withLiterals(text, parameters);
    if (!onlyReads(literals)) {
      throw new TypeError("Cannot export: only a query that begins with select or with has rows");
    }
    const options = { format, signal: signalOf(signal) };
    return await exportQuery(at.endpoint, { text: literals, file }, options)
      .catch((error) => explained(at, literals, error));
  });
}

/** The text of a query with `$n` for its parameters, without a trailing semicolon. */
export function flattened(piece: AskedQuery, { db }: NotebookDb) {
  const { text, parameters } = flatten(piece, db.tableOf);
  return { text: text.replace(/[;\s]+$/, ""), parameters };
}

interface Flat {
  text: string;
  parameters: readonly unknown[];
}

/**
 * Asks over REST if there are no parameters and the statement can only read, else over the wire, where
 * the user may only read; one row more than the limit.
 *
 * @throws {TypeError} No such user is known, and the statement may write.
 */
async function ask<T extends Row>(
  at: NotebookDb,
  { text, parameters }: Flat,
  { limit, times = "date", write = false, signal }:
    & SqlOptions
    & { limit: number; signal: AbortSignal },
): Promise<Answer<T>> {
  const most = limit + 1;
  const reads = onlyReads(text);
  if (parameters.length === 0 && reads) {
    return await askRest<T>(at.endpoint, text, { limit: most, times, signal })
      .catch((error) => explained(at, text, error));
  }
  if (!reads && !write && at.endpoint.reader === undefined) {
    throw new TypeError(
      `Cannot run a statement that may write: ${ONLY_ASKS}\n` +
        "A query begins with select, with, show or explain, " +
        "unless QDB_CLIENT_READER_USER names a user who may only read",
    );
  }
  const head = "select * from (\n";
  const wrapped = isSelect(text) && reads ? `${head}${text}\n) limit ${most}` : text;
  const db = write ? at.writer : times === "date" ? at.db : at.textDb;
  return await db.ask<T>(wrapped, { parameters, signal }).catch((error) => {
    if (error instanceof QueryRefusedError && wrapped !== text && error.position !== undefined) {
      const position = error.position - head.length;
      return explained(at, text, new QueryRefusedError(error.message, position));
    }
    return explained(at, text, error);
  });
}

/** How many rows a query has; undefined if they cannot be counted. */
async function countOf(at: NotebookDb, flat: Flat, signal: AbortSignal) {
  if (!isSelect(flat.text)) return undefined;
  const text = `select count() n from (\n${flat.text}\n)`;
  const { rows } = await at.db.ask<{ n: number }>(text, { ...flat, signal });
  return rows[0]?.n;
}

/** Throws an error that explains what is wrong with a query; any other error unchanged. */
export async function explained(at: NotebookDb, text: string, error: unknown): Promise<never> {
  if (!(error instanceof QueryRefusedError)) throw error;
  const hint = /permission denied/i.test(error.message)
    ? ONLY_ASKS
    : await hintFor(text, error, knownNames(at)).catch(() => "");
  throw queryError(text, error, hint);
}
