import type { Answer, Row, Times } from "../../questdb/answer.ts";
import { type Exported, exportQuery } from "../../questdb/export.ts";
import {
  hintFor,
  type QueryError,
  queryError,
  QueryRefusedError,
  withPlaceMoved,
} from "../../questdb/query_error.ts";
import { askRest } from "../../questdb/rest.ts";
import { flatten, type QueryPieces } from "../../questdb/sql_template.ts";
import { statementsOf } from "../../questdb/statements.ts";
import { isSelect, onlyReads } from "./only_reads.ts";
import { withOrigin } from "./rows_origin.ts";
import { type NotebookDb, withQuestdb } from "./engine.ts";
import { knownNames } from "./known_names.ts";
import { signalOf } from "../stop.ts";
import { isUpdate } from "../live_updates.ts";
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

/** A query in pieces, with the error that it throws if it is refused. */
export interface AskedQuery extends QueryPieces {
  /** Made where the query was written, so that its stack names that line. */
  error?: QueryError;
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
    const text = flattened(piece, at);
    if (!options.write) oneStatement(text);
    const { columns, rows } = await ask<T>(at, { ...piece, text }, { ...options, limit, signal });
    if (rows.length === 0 && isSelect(text)) await explainEmpty(text, log);
    if (rows.length <= limit) return withOrigin(rows, { columns, text });
    rows.length = limit;
    const total = await countOf(at, text, signal);
    const whole = total === undefined ? "more" : total.toLocaleString("en");
    log(
      `Showing the first ${limit.toLocaleString("en")} rows of ${whole}. ` +
        "Aggregate in SQL, export all with .csv(file) or .parquet(file), or raise it with .limit(n)",
    );
    return withOrigin(rows, { columns, text, ...total === undefined ? {} : { total } });
  });
}

const explainedEmpty = new Set<string>();

/**
 * Says once why a query may have no rows, as a chart of it would be silently empty. Not in a live
 * display, below whose rows of a second later it would still stand.
 */
async function explainEmpty(text: string, log: (note: string) => void): Promise<void> {
  if (explainedEmpty.has(text) || isUpdate()) return;
  explainedEmpty.add(text);
  log(await whyEmpty(text));
}

/** Writes all rows of a query to a file. */
export async function exportAnswer(
  piece: AskedQuery,
  { file, format, signal }: SqlOptions & { file: string; format: "csv" | "parquet" },
): Promise<Exported> {
  return await withQuestdb(async (at) => {
    const text = flattened(piece, at);
    oneStatement(text);
    if (!onlyReads(text)) {
      throw new TypeError("Cannot export: only a query that begins with select or with has rows");
    }
    const options = { format, signal: signalOf(signal) };
    return await exportQuery(at.endpoint, { text, file }, options)
      .catch((error) => explained(at, { ...piece, text }, error));
  });
}

/** The text of a query without a trailing semicolon. */
export function flattened(piece: QueryPieces, { db }: NotebookDb): string {
  return flatten(piece, db.tableOf).replace(/[;\s]+$/, "");
}

/**
 * Throws if a text holds several statements, as their answers would be mixed into one.
 *
 * @throws {TypeError} There are several.
 */
export function oneStatement(text: string): void {
  const { statements, rest } = statementsOf(text);
  const second = [...statements, ...rest ? [rest] : []][1];
  if (!second) return;
  const line = text.slice(0, second.start).split("\n").length;
  throw new TypeError(
    `Cannot ask several statements at once: a second one begins in line ${line}. ` +
      "Ask each in an sql`…` or cell of its own; sql.write`…` runs several, and deno task sql shows all answers",
  );
}

/** The text of a query, with the error that it throws if it is refused. */
export interface AskedText extends Pick<AskedQuery, "error"> {
  text: string;
}

/** Maximum length of a query for REST, which sends it in the request's address. */
const MAX_ADDRESS = 16_000;

/** Maximum bytes of a query for the wire: QuestDB's `pg.recv.buffer.size` is 1 MiB. */
const MAX_QUERY = 1_000_000;

/**
 * Asks over REST if the statement can only read and is not too long, else over the wire, where the
 * user may only read; one row more than the limit.
 *
 * @throws {TypeError} No such user is known, and the statement may write.
 * @throws {RangeError} The text is too long for QuestDB.
 */
async function ask<T extends Row>(
  at: NotebookDb,
  asked: AskedText,
  { limit, times = "date", write = false, signal }:
    & SqlOptions
    & { limit: number; signal: AbortSignal },
): Promise<Answer<T>> {
  const { text } = asked;
  const most = limit + 1;
  const reads = onlyReads(text);
  if (reads && encodeURIComponent(text).length < MAX_ADDRESS) {
    return await askRest<T>(at.endpoint, text, { limit: most, times, signal })
      .catch((error) => explained(at, asked, error));
  }
  if (new TextEncoder().encode(text).length > MAX_QUERY) {
    throw new RangeError(
      `Cannot send a query of ${
        text.length.toLocaleString("en")
      } characters: QuestDB takes 1 MiB. ` +
        "Ask for the values of a long list in several queries, or store them in a table",
    );
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
  if (write) return await inTurn<T>(at, asked, signal);
  const db = times === "date" ? at.db : at.textDb;
  const before = wrapped === text ? 0 : head.length;
  return await db.ask<T>(wrapped, { signal })
    .catch((error) => explained(at, asked, withPlaceMoved(error, -before)));
}

/** Runs statements one after the other as the user who may write. @returns The last one's answer. */
async function inTurn<T extends Row>(
  at: NotebookDb,
  asked: AskedText,
  signal: AbortSignal,
): Promise<Answer<T>> {
  const { statements, rest } = statementsOf(asked.text);
  let answer: Answer<T> = { columns: [], rows: [] };
  for (const { text, start } of [...statements, ...rest ? [rest] : []]) {
    answer = await at.writer.ask<T>(text, { signal })
      .catch((error) => explained(at, asked, withPlaceMoved(error, start)));
  }
  return answer;
}

/** How many rows a query has; undefined if they cannot be counted. */
async function countOf(at: NotebookDb, text: string, signal: AbortSignal) {
  if (!isSelect(text)) return undefined;
  const count = `select count() n from (\n${text}\n)`;
  const { rows } = await at.db.ask<{ n: number }>(count, { signal });
  return rows[0]?.n;
}

/** Throws an error that explains what is wrong with a query; any other error unchanged. */
export async function explained(
  at: NotebookDb,
  { text, error: made }: AskedText,
  refused: unknown,
): Promise<never> {
  if (!(refused instanceof QueryRefusedError)) throw refused;
  const hint = /permission denied/i.test(refused.message)
    ? ONLY_ASKS
    : await hintFor(text, refused, knownNames(at)).catch(() => ""); // the error matters more
  throw queryError(text, refused, { hint, ...made && { error: made } });
}
