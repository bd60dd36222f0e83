import postgres from "postgres";
import { joinAddress } from "../address.ts";
import type { PostgresEndpoint } from "../config.ts";
import { connectionFailure } from "../connection_failure.ts";
import { messageOf, UnavailableError } from "../errors.ts";

/** A client for PostgreSQL: a tagged template that binds its parameters. */
export type Postgres = postgres.Sql;

/** Options for {@linkcode connectPostgres}. */
export interface PostgresOptions {
  /** Seconds until a connection that does not come is given up. @default 10 */
  connectTimeout?: number;
  /** @default the endpoint's */
  database?: string;
}

/** Creates a client, which connects when it is first used. Close it with `end()`. */
export function connectPostgres(
  { host, port, user, password, database }: PostgresEndpoint,
  options: PostgresOptions = {},
): Postgres {
  return postgres({
    host: [host] as never, // a list, which its types do not know: it would split an IPv6 address
    port: [port] as never,
    user,
    password,
    database: options.database ?? database,
    max: 2,
    ssl: false,
    fetch_types: false,
    connect_timeout: options.connectTimeout ?? 10,
    backoff: () => 0.1,
    onnotice: () => {},
    connection: { application_name: "tributary" },
  });
}

/**
 * Works with a client and closes it.
 *
 * @throws {UnavailableError} PostgreSQL cannot be reached, or refuses the login.
 */
export async function withPostgres<T>(
  endpoint: PostgresEndpoint,
  work: (sql: Postgres) => Promise<T>,
  options: PostgresOptions = {},
): Promise<T> {
  const sql = connectPostgres(endpoint, options);
  try {
    return await work(sql);
  } catch (error) {
    throw unreachable(error, endpoint) ?? error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Class 28 of PostgreSQL's error codes: the login is refused. */
export function isLoginRefused(error: unknown): boolean {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith("28");
}

function unreachable(error: unknown, { host, port }: PostgresEndpoint): Error | undefined {
  const failure = connectionFailure(error);
  const refused = isLoginRefused(error);
  if (failure === undefined && !refused) return undefined;
  const address = joinAddress(host, port);
  const at = { service: "PostgreSQL", address, cause: undefined };
  if (refused) {
    return new UnavailableError(
      `Cannot log in to PostgreSQL at ${address}: ${messageOf(error)}`,
      at,
    );
  }
  return new UnavailableError(
    `Cannot reach PostgreSQL at ${address}: ${failure}. Start it with: deno task up --with postgres`,
    at,
  );
}
