import type { QuestdbEndpoint } from "../config.ts";
import { type AnswerColumn, safeInteger, timeOf } from "./answer.ts";
import { askHttp, type HttpOptions } from "./http.ts";
import { QueryRefusedError } from "./query_error.ts";

/** An answer that arrives in pieces. */
export interface RowStream {
  columns: AnswerColumn[];
  /** Rows as lists of values, in the order of the columns; times are Date. */
  rows: AsyncGenerator<unknown[][]>;
}

const HEAD = /"columns":(\[(?:\{.*?\})?\]),"timestamp":-?\d+,"dataset":\[/s;

/**
 * Runs a statement over REST and yields its rows as they arrive: memory does not grow with the answer.
 * For answers without a column of CHAR, which QuestDB does not escape.
 *
 * @throws {QueryRefusedError} QuestDB refused the statement.
 * @throws {UnavailableError} QuestDB cannot be reached, or refuses the login.
 */
export async function streamRows(
  endpoint: Pick<QuestdbEndpoint, "conf">,
  text: string,
  options: HttpOptions = {},
): Promise<RowStream> {
  const response = await askHttp(endpoint, { path: "/exec", query: { query: text } }, options);
  const pieces = response.body!.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  let buffer = "";
  let head: RegExpExecArray | null = null;
  while (!head) {
    const { value, done } = await pieces.next();
    if (done) throw refused(buffer);
    buffer += value;
    head = HEAD.exec(buffer);
  }
  const columns: AnswerColumn[] = (JSON.parse(head[1]!) as AnswerColumn[])
    .map(({ name, type }) => ({ name, type }));
  const rest = buffer.slice(head.index + head[0].length);
  return { columns, rows: rowsOf(pieces, rest, readersOf(columns)) };
}

function refused(body: string): QueryRefusedError {
  try {
    const { error, position } = JSON.parse(body);
    return new QueryRefusedError(error, position);
  } catch {
    return new QueryRefusedError(body.trim().slice(0, 300) || "empty answer");
  }
}

type Reader = ((value: unknown) => unknown) | undefined;

function readersOf(columns: readonly AnswerColumn[]): Reader[] {
  const times = ["TIMESTAMP", "TIMESTAMP_NS", "DATE"];
  return columns.map(({ type }) =>
    times.includes(type)
      ? (value) => timeOf(value as string, "date")
      : type === "BINARY"
      ? () => null
      : type === "LONG256"
      ? (value) => value === "" ? null : value
      : undefined
  );
}

async function* rowsOf(
  pieces: AsyncIterator<string>,
  start: string,
  readers: readonly Reader[],
): AsyncGenerator<unknown[][]> {
  let rest = start;
  for (let ended = false; !ended;) {
    const { value, done } = await pieces.next();
    ended = done === true;
    if (!ended) rest += value;
    if (!ended && rest.length < 65_536) continue;
    const block = wholeRows(rest, ended);
    if (!block) continue;
    rest = rest.slice(block.length);
    for (const row of block.rows) {
      for (let i = 0; i < readers.length; i++) {
        const read = readers[i];
        if (read && row[i] !== null) row[i] = read(row[i]);
      }
    }
    yield block.rows;
  }
}

/** The rows at the start of a text that are whole, and their length with the comma after them. */
function wholeRows(
  text: string,
  ended: boolean,
): { rows: unknown[][]; length: number } | undefined {
  // The dataset ends where its bracket is closed; "],[" within a text or an array does not parse.
  if (ended) {
    for (let at = text.lastIndexOf("]"); at >= 0; at = text.lastIndexOf("]", at - 1)) {
      const rows = parsed(text.slice(0, at));
      if (rows) return { rows, length: at };
      if (at === 0) break;
    }
    throw new QueryRefusedError("the answer broke off");
  }
  for (let at = text.lastIndexOf("],["); at > 0; at = text.lastIndexOf("],[", at - 1)) {
    const rows = parsed(text.slice(0, at + 1));
    if (rows) return { rows, length: at + 2 };
  }
  return undefined;
}

/** A whole number that a double may not hold. */
const LONG = /(?<![\d.])\d{16,}(?![\d.eE])/;

function parsed(rows: string): unknown[][] | undefined {
  try {
    if (!LONG.test(rows)) return JSON.parse(`[${rows}]`);
    return JSON.parse(`[${rows}]`, (_, value, context?: { source?: string }) => {
      const digits = context?.source;
      return typeof value === "number" && digits && /^-?\d{16,}$/.test(digits)
        ? safeInteger(digits)
        : value;
    });
  } catch {
    return undefined;
  }
}
