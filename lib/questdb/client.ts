import postgres from "postgres";
import { questdbAddress, type QuestdbEndpoint } from "../config.ts";
import { messageOf, UnavailableError } from "../errors.ts";
import type { Stream } from "../streams/define.ts";
import { isoTime } from "../time.ts";

/** A row of an answer, by column name. */
export type Row = Record<string, unknown>;

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
  /** Columns of the answer of a text, with its rows. */
  table(text: string): Promise<{ columns: string[]; rows: Row[] }>;
  /** Name of a stream's table, with the namespace. */
  tableOf(stream: Stream): string;
  close(): Promise<void>;
}

/** What {@linkcode connectQuestdb} takes. */
export interface QuestdbOptions {
  /** Prefix of table names. @default "" */
  prefix?: string;
  /** Timestamps as Date (milliseconds) or as ISO text with microseconds. @default "date" */
  times?: "date" | "text";
  /** Connections. @default 4 */
  connections?: number;
}

const isStream = (value: unknown): value is Stream =>
  typeof value === "object" && value !== null && "columns" in value && "identity" in value;
const isQuery = (value: unknown): value is Query =>
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
  const { prefix = "", times = "date", connections = 4 } = options;
  const { pg } = endpoint;
  const client = postgres({
    host: pg.host,
    port: pg.port,
    user: pg.user,
    password: pg.password,
    database: pg.database,
    max: connections,
    ssl: false,
    fetch_types: false,
    idle_timeout: 30,
    connect_timeout: 10,
    connection: { TimeZone: "UTC", application_name: "tributary" },
    onnotice: () => {},
    types: {
      long: { to: 20, from: [20], serialize: String, parse: safeInteger },
      time: {
        to: 1184,
        from: [1082, 1114, 1184],
        serialize: (value: Date | string) => value instanceof Date ? value.toISOString() : value,
        parse: (text: string) => times === "date" ? new Date(isoText(text)) : isoText(text),
      },
    },
  });
  const tableOf = (stream: Stream) => prefix + stream.name;

  async function ask<T extends Row>(text: string, parameters: unknown[] = []) {
    try {
      // deno-lint-ignore no-explicit-any
      return await client.unsafe<T[]>(text, parameters as any);
    } catch (error) {
      throw explain(error, text, endpoint);
    }
  }
  return {
    sql: <T extends Row>(strings: TemplateStringsArray, ...values: unknown[]): Query<T> => ({
      strings,
      values,
      then(resolve, reject) {
        const { text, parameters } = flatten({ strings, values }, tableOf);
        return ask<T>(text, parameters).then((rows) => [...rows]).then(resolve, reject);
      },
    }),
    run: async <T extends Row>(text: string) => [...await ask<T>(text)],
    async table(text) {
      const rows = await ask(text);
      return { columns: rows.columns?.map((column) => column.name) ?? [], rows: [...rows] };
    },
    tableOf,
    close: () => client.end({ timeout: 5 }),
  };
}

/** A LONG as a number where a number holds it exactly, else as a bigint. */
export function safeInteger(text: string): number | bigint {
  const value = Number(text);
  return String(value) === text ? value : BigInt(text);
}

/** `2026-01-01 00:00:00.123456` as ISO text; no digits that are zero. */
function isoText(text: string): string {
  const [whole, fraction = ""] = text.replace(" ", "T").split(".");
  const seconds = Date.parse(`${whole}Z`) / 1000;
  return isoTime(seconds, Number(fraction.padEnd(6, "0").slice(0, 6)));
}

function explain(error: unknown, text: string, endpoint: QuestdbEndpoint): Error {
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
  if (!position) {
    return new Error(`QuestDB refused the query: ${messageOf(error)}`, { cause: undefined });
  }
  const at = Number(position) - 1;
  const line = text.slice(0, at).split("\n").length;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  return new SyntaxError(
    `QuestDB refused the query: ${messageOf(error)}, line ${line}\n` +
      `${text.slice(start, end === -1 ? undefined : end)}\n${" ".repeat(Math.max(0, at - start))}^`,
  );
}

/** Address of QuestDB's HTTP side, for messages. */
export { questdbAddress };
