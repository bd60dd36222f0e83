import postgres from "postgres";
import { questdbAddress, type QuestdbEndpoint } from "../config.ts";
import { connectionFailure } from "../connection_failure.ts";
import type { Stream } from "../streams/stream.ts";
import type { Answer, AnswerColumn, Row, Times } from "./answer.ts";
import { whileBusy } from "./busy.ts";
import { type AwayOptions, patiently } from "./patiently.ts";
import { queryError, QueryRefusedError } from "./query_error.ts";
import { flatten, QUERY, type Query, type Sql } from "./sql_template.ts";
import { isLoginRefused, wireError } from "./wire_error.ts";
import { wireTypeName, wireTypes } from "./wire_types.ts";

export type { Row } from "./answer.ts";

/** QuestDB over the PostgreSQL wire protocol. */
export interface Questdb {
  readonly sql: Sql;
  /** Runs a statement given as text. */
  run<T extends Row = Row>(text: string): Promise<T[]>;
  /**
   * Runs a query given as text.
   *
   * @throws The signal's reason, if it aborts: the query is cancelled in the database.
   * @throws {QueryRefusedError} QuestDB refused the query; the message does not show the place.
   */
  ask<T extends Row = Row>(text: string, options?: AskOptions): Promise<Answer<T>>;
  /** Runs a query given as text. @returns Its column names, even if there are no rows, and its rows. */
  table(text: string): Promise<{ columns: string[]; rows: Row[] }>;
  /** Put before this client's table names: the namespace with its underscore, or "". */
  readonly prefix: string;
  /** Name of a stream's table, with the prefix. */
  tableOf(stream: Stream): string;
  close(): Promise<void>;
}

/** Options for {@linkcode Questdb.ask}. */
export interface AskOptions {
  /** Cancels the query. */
  signal?: AbortSignal | undefined;
  /** Values for `$1`, `$2`, … in the text: they are sent apart from it. @default none */
  parameters?: readonly (string | number)[];
  /**
   * Called with the values of each row as it arrives, in the order of the columns: the answer then has no
   * rows, and memory does not grow with them. Rows that are on their way when the signal aborts still come.
   */
  onRow?: (values: unknown[], columns: readonly AnswerColumn[]) => void;
}

/** Options for {@linkcode connectQuestdb}. */
export interface QuestdbOptions extends AwayOptions {
  /** Timestamps as Date (milliseconds) or as ISO text with microseconds. @default "date" */
  times?: Times;
  /** Maximum number of connections. @default 4 */
  connections?: number;
  /** Seconds until an idle connection is closed. @default 30 */
  idle?: number;
  /** Seconds that queries have to finish when the client is closed. @default 5 */
  ending?: number;
  /**
   * How long a statement is sent again while QuestDB cannot be reached, in milliseconds. Only for
   * statements that may run twice: one whose answer is lost has perhaps been run. @default 0
   */
  patience?: number;
  /** Looks up where QuestDB is now: one that was away may be back at another address. @default the endpoint */
  find?: () => Promise<QuestdbEndpoint | undefined>;
}

/** A query of `postgres` with the private field that cancels it. */
interface Cancellable {
  canceller: ((query: unknown) => Promise<void>) | null;
}

/**
 * Cancels a query. The method `cancel()` of `postgres` (3.4.9) drops the promise of the request that it
 * sends: its failure would end the process.
 */
function cancel(query: object): void {
  const { canceller } = query as Cancellable;
  (query as Cancellable).canceller = null;
  canceller?.(query).catch(() => {}); // QuestDB is away: it has nothing to cancel any more
}

/** Hands over rows as lists of values. The types of `postgres` know this for rows by name only. */
async function eachRow<T extends Row>(
  query: postgres.PendingQuery<T[]>,
  onRow: NonNullable<AskOptions["onRow"]>,
): Promise<postgres.RowList<T[]>> {
  type Described = { statement: Pick<postgres.RowList<T[]>, "columns"> };
  const described = query as unknown as Described;
  const rows = query.values() as unknown as {
    forEach(take: (values: unknown[]) => void): Promise<postgres.RowList<T[]>>;
  };
  let columns: AnswerColumn[] | undefined;
  const result = await rows.forEach((values) =>
    onRow(values, columns ??= columnsOf(described.statement))
  );
  return Object.assign(result, { columns: described.statement.columns });
}

function columnsOf({ columns }: Pick<postgres.RowList<Row[]>, "columns">): AnswerColumn[] {
  return (columns ?? []).map(({ name, type }) => ({ name, type: wireTypeName(type) }));
}

/** What a connection depends on. */
const LOGIN = ["host", "port", "user", "password"] as const;

/** Creates a client for QuestDB, which connects when it is first used. Close it when done. */
export function connectQuestdb(endpoint: QuestdbEndpoint, options: QuestdbOptions = {}): Questdb {
  const { times = "date", connections = 4, idle = 30, ending = 5, find, ...settings } = options;
  const { prefix = "" } = endpoint;
  const open = ({ pg }: QuestdbEndpoint) =>
    postgres({
      // Lists, which its types do not know: it would split a text at the colons of an IPv6 address.
      host: [pg.host] as never,
      port: [pg.port] as never,
      user: pg.user,
      password: pg.password,
      database: pg.database,
      max: connections,
      // It would check the certificate's name only if the host is one, not an address.
      ssl: pg.tls ? { ...pg.tls, host: pg.host } : false,
      fetch_types: false,
      idle_timeout: idle,
      connect_timeout: 10,
      backoff: () => 0.1, // we wait ourselves; its own waits grow to 20 s
      connection: { TimeZone: "UTC", application_name: "tributary" },
      onnotice: () => {},
      types: wireTypes(times),
    });
  let at = endpoint;
  let client = open(at);
  /** @returns Whether QuestDB has another address or login than those used. */
  async function follow(used: QuestdbEndpoint): Promise<boolean> {
    const found = await find?.();
    const isNew = found && LOGIN.some((key) => found.pg[key] !== used.pg[key]);
    if (isNew && at === used) { // another request may have followed already
      const old = client;
      at = found;
      client = open(at);
      await old.end({ timeout: 0 });
    }
    return at !== used;
  }
  const tableOf = (stream: Stream) => prefix + stream.name;

  async function send<T extends Row>(text: string, options: AskOptions = {}) {
    const { signal, parameters, onRow } = options;
    signal?.throwIfAborted();
    const query = parameters
      ? client.unsafe<T[]>(text, [...parameters], { prepare: true })
      : client.unsafe<T[]>(text);
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const stop = () => {
      cancel(query);
      reject(signal!.reason);
    };
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const answered = onRow ? eachRow(query, onRow) : query.execute();
      return await Promise.race([answered, stopped]);
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }
  async function ask<T extends Row>(text: string, options?: AskOptions) {
    const sendOnce = async () => {
      const used = at;
      try {
        return await send<T>(text, options);
      } catch (error) {
        const moved = at === used
          ? isLoginRefused(error) && await follow(used)
          : isLoginRefused(error) || connectionFailure(error) !== undefined; // ended by another request
        if (!moved) throw error;
        return await send<T>(text, options);
      }
    };
    return await patiently(() => whileBusy(sendOnce, { signal: options?.signal }), {
      patience: 0,
      ...settings,
      address: () => questdbAddress(at),
      // A caller that no longer waits may have a reason that sounds like a connection's: a timeout.
      passing: (error) => options?.signal?.aborted ? undefined : connectionFailure(error),
      beforeRetry: async () => void await follow(at),
    }).catch((error) => {
      if ((error as Error)?.name === "AbortError") throw error;
      throw options?.signal?.aborted ? options.signal.reason : wireError(error, at);
    });
  }
  async function run<T extends Row>(text: string) {
    return await ask<T>(text).catch((error) => {
      throw error instanceof QueryRefusedError ? queryError(text, error) : error;
    });
  }
  return {
    sql: <T extends Row>(strings: TemplateStringsArray, ...values: unknown[]): Query<T> => ({
      [QUERY]: true,
      strings,
      values,
      then: (done, failed) =>
        Promise.resolve().then(() => run<T>(flatten({ strings, values }, tableOf)))
          .then((rows) => [...rows]).then(done, failed),
    }),
    run: async <T extends Row>(text: string) => [...await run<T>(text)],
    async ask<T extends Row>(text: string, options?: AskOptions) {
      const rows = await ask<T>(text, options);
      return { columns: columnsOf(rows), rows: [...rows] as T[] };
    },
    async table(text) {
      const rows = await run(text);
      return { columns: rows.columns?.map((column) => column.name) ?? [], rows: [...rows] };
    },
    prefix,
    tableOf,
    close: () => client.end({ timeout: ending }),
  };
}
