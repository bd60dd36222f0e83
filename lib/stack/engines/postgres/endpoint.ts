import type { Login, PostgresEndpoint } from "../../../config.ts";
import { UsageError } from "../../../errors.ts";
import type { Environment } from "../../environment.ts";
import type { Passwords } from "../define.ts";
import { SHOP_DATABASE } from "./settings.ts";

/** A PostgreSQL of our own, which listens on 127.0.0.1 only. */
export function localPostgres(
  ports: { postgres: number },
  { postgres = "postgres", shop }: Passwords = {},
): PostgresEndpoint {
  return {
    host: "127.0.0.1",
    port: ports.postgres,
    database: SHOP_DATABASE,
    user: "postgres",
    password: postgres,
    ...shop === undefined ? {} : { shop: { user: "shop", password: shop } },
  };
}

/**
 * A PostgreSQL that runs elsewhere: `TRIBUTARY_POSTGRES_URL`, as
 * `postgres://user:password@host:port/database`.
 *
 * @throws {UsageError} It is not understood. The message does not quote it.
 */
export function postgresFrom(env: Environment): PostgresEndpoint {
  const url = URL.parse(env("TRIBUTARY_POSTGRES_URL") ?? "");
  const refuse = (why: string) =>
    new UsageError(
      `Cannot use TRIBUTARY_POSTGRES_URL: ${why}. ` +
        "Write it as postgres://user:password@host:port/database",
    );
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) throw refuse("it is not such an address");
  const database = decoded(url.pathname.slice(1));
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (url.hostname === "") throw refuse("it names no host");
  if (!user) throw refuse("it names no user");
  if (!database) throw refuse("it names no database");
  if (password === undefined) throw refuse("a % in it does not begin an escape");
  if (url.search !== "" || url.hash !== "") throw refuse("? and # are not understood");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return { host, port: Number(url.port || 5432), database, user, password };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The address for `psql` and other programs, with its password. */
export function postgresUrl(
  { host, port, database }: PostgresEndpoint,
  { user, password }: Login,
): string {
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgres://${login}@${host}:${port}/${database}`;
}
