import type { QuestdbEndpoint } from "../config.ts";
import {
  type Answer,
  type AnswerColumn,
  type Row,
  safeInteger,
  timeOf,
  type Times,
} from "./answer.ts";
import { whileBusy } from "./busy.ts";
import { withCharsEscaped } from "./char_cells.ts";
import { askHttp, type HttpOptions } from "./http.ts";
import { QueryRefusedError } from "./query_error.ts";

/** Options for {@linkcode askRest}. */
export interface RestOptions extends HttpOptions {
  /** Maximum number of rows that QuestDB sends. @default all */
  limit?: number | undefined;
  /** Timestamps as Date (milliseconds) or as ISO text with microseconds. @default "date" */
  times?: Times | undefined;
}

interface Body {
  columns?: AnswerColumn[];
  dataset?: unknown[][];
  /** Index of the designated timestamp; −1 without one. */
  timestamp?: number;
  error?: string;
  position?: number;
}

/**
 * Runs one statement over REST, which is faster than the wire protocol but has no bound parameters.
 * The rows are the same as over the wire.
 *
 * @throws {QueryRefusedError} QuestDB refused the statement.
 * @throws {UnavailableError} QuestDB cannot be reached, or refuses the login.
 * @throws The signal's reason, if it aborts.
 */
export function askRest<T extends Row = Row>(
  endpoint: Pick<QuestdbEndpoint, "conf">,
  text: string,
  options: RestOptions = {},
): Promise<Answer<T>> {
  return whileBusy(() => askOnce<T>(endpoint, text, options), options);
}

async function askOnce<T extends Row>(
  endpoint: Pick<QuestdbEndpoint, "conf">,
  text: string,
  options: RestOptions,
): Promise<Answer<T>> {
  const { limit, times = "date", signal } = options;
  const query = { query: text, ...limit === undefined ? {} : { limit: `0,${limit}` } };
  const response = await askHttp(endpoint, { path: "/exec", query }, options);
  const json = await response.text().catch((error) => {
    throw signal?.aborted ? signal.reason : error;
  });
  const body = parse(json);
  if (body.error !== undefined) throw new QueryRefusedError(body.error, body.position);
  const columns = (body.columns ?? []).map(({ name, type }) => ({ name, type }));
  const readers = columns.map(({ type }) => readerOf(type, times));
  const rows = (body.dataset ?? []).map((values) => {
    const row: Row = {};
    for (let i = 0; i < columns.length; i++) {
      const value = values[i];
      row[columns[i]!.name] = value === null ? null : readers[i]!(value);
    }
    return row as T;
  });
  const designated = columns[body.timestamp ?? -1]?.name;
  return { columns, rows, ...designated === undefined ? {} : { designated } };
}

/** Parses an answer; a second time, with every digit, if a LONG does not fit into a number. */
function parse(json: string, { repaired = false } = {}): Body {
  let body: Body;
  try {
    body = JSON.parse(json);
  } catch {
    const escaped = repaired ? undefined : withCharsEscaped(json);
    if (escaped !== undefined) return parse(escaped, { repaired: true });
    throw new QueryRefusedError(json.trim().slice(0, 300) || "empty answer");
  }
  const longs = (body.columns ?? []).flatMap(({ type }, i) => type === "LONG" ? [i] : []);
  const unsafe = longs.length > 0 &&
    body.dataset?.some((row) => longs.some((i) => Math.abs(row[i] as number) > 2 ** 53 - 1));
  if (!unsafe) return body;
  return JSON.parse(json, (_, value, context?: { source?: string }) => {
    const digits = context?.source;
    return typeof value === "number" && digits && /^-?\d{16,}$/.test(digits)
      ? safeInteger(digits)
      : value;
  });
}

/** The function that reads a column's values. */
function readerOf(type: string, times: Times): (value: unknown) => unknown {
  if (type === "TIMESTAMP" || type === "DATE" || type === "TIMESTAMP_NS") {
    return (value) => timeOf(value as string, times);
  }
  // REST leaves the bytes out, as the wire does, so the value is null.
  if (type === "BINARY") return () => null;
  // REST writes their null as an empty text.
  if (type === "CHAR" || type === "LONG256") return (value) => value === "" ? null : value;
  return (value) => value;
}
