import type { QuestdbEndpoint } from "../config.ts";
import {
  type Answer,
  type AnswerColumn,
  type Row,
  safeInteger,
  timeOf,
  type Times,
} from "./answer.ts";
import { askHttp, type HttpOptions } from "./http.ts";
import type { Refusal } from "./query_error.ts";

/** What {@linkcode askRest} takes. */
export interface RestOptions extends HttpOptions {
  /** Most rows; QuestDB sends no more. @default all */
  limit?: number | undefined;
  /** @default "date" */
  times?: Times | undefined;
}

/** QuestDB refused a query that it was asked over REST. */
export class RestRefusal extends Error implements Refusal {
  readonly position: number;

  constructor({ error, position }: { error: string; position: number }) {
    super(error);
    this.position = position;
  }
}

interface Body {
  columns?: AnswerColumn[];
  dataset?: unknown[][];
  error?: string;
  position?: number;
}

/**
 * Asks QuestDB one statement over REST, which is quicker than the wire protocol; it knows no bound
 * parameters. Values are the same as over the wire.
 *
 * @throws {RestRefusal} QuestDB refused the statement.
 * @throws {UnavailableError} It cannot be reached, or refuses the login.
 */
export async function askRest<T extends Row = Row>(
  endpoint: Pick<QuestdbEndpoint, "conf">,
  text: string,
  options: RestOptions = {},
): Promise<Answer<T>> {
  const { limit, times = "date", signal } = options;
  const query = { query: text, ...limit === undefined ? {} : { limit: `0,${limit}` } };
  const response = await askHttp(endpoint, { path: "/exec", query }, options);
  const json = await response.text().catch((error) => {
    throw signal?.aborted ? signal.reason : error;
  });
  const body = parse(json);
  if (body.error !== undefined) {
    throw new RestRefusal({ error: body.error, position: body.position ?? -1 });
  }
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
  return { columns, rows };
}

/** Reads an answer; anew with every digit where a LONG does not fit into a number. */
function parse(json: string): Body {
  let body: Body;
  try {
    body = JSON.parse(json);
  } catch {
    throw new RestRefusal({ error: json.trim().slice(0, 300) || "empty answer", position: -1 });
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

/** How a column's values are read. */
function readerOf(type: string, times: Times): (value: unknown) => unknown {
  if (type === "TIMESTAMP" || type === "DATE" || type === "TIMESTAMP_NS") {
    return (value) => timeOf(value as string, times);
  }
  // REST leaves the bytes out, so that nothing is the honest value; the wire does so too.
  if (type === "BINARY") return () => null;
  return (value) => value;
}
