import postgres from "postgres";
import { questdbAddress, type QuestdbEndpoint } from "../config.ts";
import { messageOf, UnavailableError } from "../errors.ts";
import type { Stream } from "../streams/stream.ts";
import { type Answer, type Row, safeInteger, timeOf } from "./answer.ts";
import { queryError, type Refusal } from "./query_error.ts";

export type { Row } from "./answer.ts";
export { safeInteger } from "./answer.ts";

/** A piece of SQL with its parameters, to be nested in another. Awaited, it runs. */
export interface Query<T extends Row = Row> extends PromiseLike<T[]> {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

/**
 * Asks QuestDB: `` sql`select count() from ${taxiTrips} where fare > ${10}` ``. A stream stands for
 * its table, a `sql` piece for itself, anything else is a bound parameter.
 */
export type Sql = <T extends Row = Row>(
  strings: TemplateStringsArray,
  ...values: unknown[]
) => Query<T>;

/** QuestDB through the PostgreSQL wire protocol. */
export interface Questdb {
  readonly sql: Sql;
  /** Runs a text as it stands: for statements that are not known before. */
  run<T extends Row = Row>(text: string): Promise<T[]>;
  /**
   * Asks a text with its parameters, `$1` and on.
   *
   * @throws The signal's reason, when it aborts: the query is ended in the database.
   * @throws {WireRefusal} QuestDB refused it; what is wrong, without the place in the text.
   */
  ask<T extends Row = Row>(text: string, options?: AskOptions): Promise<Answer<T>>;
  /** Columns of the answer of a text, with its rows. */
  table(text: string): Promise<{ columns: string[]; rows: Row[] }>;
  /** Before the names of this client's tables: the namespace with its underscore, or "". */
  readonly prefix: string;
  /** Name of a stream's table, with the prefix. */
  tableOf(stream: Stream): string;
  close(): Promise<void>;
}

/** What {@linkcode Questdb.ask} takes. */
export interface AskOptions {
  /** @default [] */
  parameters?: readonly unknown[];
  /** Ends the query. */
  signal?: AbortSignal | undefined;
}

/** QuestDB refused a query that it was asked over the wire. */
export class WireRefusal extends Error implements Refusal {
  readonly position: number | undefined;

  constructor({ message, position }: Refusal) {
    super(message);
    this.position = position;
  }
}

/** What {@linkcode connectQuestdb} takes. */
export interface QuestdbOptions {
  /** Timestamps as Date (milliseconds) or as ISO text with microseconds. @default "date" */
  times?: "date" | "text";
  /** Connections. @default 4 */
  connections?: number;
  /** Seconds until an idle connection is closed. @default 30 */
  idle?: number;
}

/** Names of types by their numbers on the wire; all text is 1043. Source: PostgreSQL's pg_type. */
const TYPES: Record<number, string> = {
  16: "BOOLEAN",
  17: "BINARY",
  20: "LONG",
  21: "SHORT",
  23: "INT",
  700: "FLOAT",
  701: "DOUBLE",
  1022: "DOUBLE[]",
  1042: "CHAR",
  1114: "TIMESTAMP",
  1184: "TIMESTAMP",
  1700: "DECIMAL",
  2950: "UUID",
};

/** Whether a value is a declared stream. */
export const isStream = (value: unknown): value is Stream =>
  typeof value === "object" && value !== null && "columns" in value && "identity" in value;
/** Whether a value is a piece of SQL. */
export const isQuery = (value: unknown): value is Query =>
  typeof value === "object" && value !== null && "strings" in value && "values" in value;

/** Puts nested pieces and table names into one text with `$n` for the parameters. */
export function flatten(
  query: Pick<Query, "strings" | "values">,
  tableOf: (stream: Stream) => string,
) {
  const parameters: unknown[] = [];
  const write = ({ strings, values }: Pick<Query, "strings" | "values">): string =>
    strings.reduce((text, part, i) => {
      const value = values[i - 1];
      if (isQuery(value)) return text + write(value) + part;
      if (isStream(value)) return `${text}"${tableOf(value)}"${part}`;
      return `${text}$${parameters.push(value)}${part}`;
    });
  return { text: write(query), parameters };
}

/** Opens connections to QuestDB as they are needed; close them when done. */
export function connectQuestdb(endpoint: QuestdbEndpoint, options: QuestdbOptions = {}): Questdb {
  const { times = "date", connections = 4, idle = 30 } = options;
  const { pg, prefix = "" } = endpoint;
  const client = postgres({
    host: pg.host,
    port: pg.port,
    user: pg.user,
    password: pg.password,
    database: pg.database,
    max: connections,
    ssl: false,
    fetch_types: false,
    idle_timeout: idle,
    connect_timeout: 10,
    connection: { TimeZone: "UTC", application_name: "tributary" },
    onnotice: () => {},
    types: {
      long: { to: 20, from: [20], serialize: String, parse: safeInteger },
      time: {
        to: 1184,
        from: [1082, 1114, 1184],
        serialize: (value: Date | string) => value instanceof Date ? value.toISOString() : value,
        parse: (text: string) => timeOf(text, times),
      },
      doubles: {
        to: 1022,
        from: [1022],
        serialize: String,
        parse: (text: string) =>
          JSON.parse(text.replaceAll("{", "[").replaceAll("}", "]").toLowerCase()),
      },
    },
  });
  const tableOf = (stream: Stream) => prefix + stream.name;

  async function send<T extends Row>(text: string, options: AskOptions = {}) {
    const { parameters = [], signal } = options;
    signal?.throwIfAborted();
    // deno-lint-ignore no-explicit-any
    const query = client.unsafe<T[]>(text, parameters as any);
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const stop = () => {
      query.cancel();
      reject(signal!.reason);
    };
    signal?.addEventListener("abort", stop, { once: true });
    try {
      return await Promise.race([query.execute(), stopped]);
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }
  async function ask<T extends Row>(text: string, options?: AskOptions) {
    return await send<T>(text, options).catch((error) => {
      throw options?.signal?.aborted ? options.signal.reason : explain(error, endpoint);
    });
  }
  async function run<T extends Row>(text: string, parameters: unknown[] = []) {
    return await ask<T>(text, { parameters }).catch((error) => {
      throw error instanceof WireRefusal ? queryError(text, error) : error;
    });
  }
  return {
    sql: <T extends Row>(strings: TemplateStringsArray, ...values: unknown[]): Query<T> => ({
      strings,
      values,
      then(resolve, reject) {
        const { text, parameters } = flatten({ strings, values }, tableOf);
        return run<T>(text, parameters).then((rows) => [...rows]).then(resolve, reject);
      },
    }),
    run: async <T extends Row>(text: string) => [...await run<T>(text)],
    async ask<T extends Row>(text: string, options?: AskOptions) {
      const rows = await ask<T>(text, options);
      const columns = rows.columns ?? [];
      return {
        columns: columns.map(({ name, type }) => ({ name, type: TYPES[type] ?? "VARCHAR" })),
        rows: [...rows] as T[],
      };
    },
    async table(text) {
      const rows = await run(text);
      return { columns: rows.columns?.map((column) => column.name) ?? [], rows: [...rows] };
    },
    prefix,
    tableOf,
    close: () => client.end({ timeout: 5 }),
  };
}

function explain(error: unknown, endpoint: QuestdbEndpoint): Error {
  const { code, position } = error as { code?: string; position?: string };
  const address = `${endpoint.pg.host}:${endpoint.pg.port}`;
  if (code && /^(ECONN|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|CONNECT|CONNECTION)/.test(code)) {
    return new UnavailableError(
      `Cannot reach QuestDB at ${address}: ${
        code === "ECONNREFUSED" ? "connection refused" : messageOf(error)
      }. ` +
        "Start it with: deno task up",
      { service: "QuestDB", address },
    );
  }
  if (/invalid username\/password/.test(messageOf(error))) {
    return new UnavailableError(
      `Cannot log in to QuestDB at ${address}: it refused the user or password. ` +
        "Check QDB_CLIENT_USER and QDB_CLIENT_PASSWORD",
      { service: "QuestDB", address },
    );
  }
  const at = position ? Number(position) - 1 : undefined;
  return new WireRefusal({ message: messageOf(error), position: at });
}

/** Address of QuestDB's HTTP side, for messages. */
export { questdbAddress };
