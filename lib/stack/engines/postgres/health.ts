import type { PostgresEndpoint } from "../../../config.ts";
import { down, type Health, PATIENCE } from "../../health.ts";

/** Options for {@linkcode postgresHealth}. */
export interface PostgresHealthOptions {
  /** One of our own: it is asked before its database `shop` is there. @default false */
  withId?: boolean;
}

/** Asks a PostgreSQL for its version; its id is its setting `cluster_name`. */
export async function postgresHealth(
  endpoint: PostgresEndpoint,
  { withId = false }: PostgresHealthOptions = {},
): Promise<Health> {
  // Only here, so that commands on other engines do not load the client.
  const { connectPostgres, isLoginRefused } = await import("../../../postgres/client.ts");
  const sql = connectPostgres(endpoint, {
    connectTimeout: PATIENCE / 1000,
    ...withId ? { database: "postgres" } : {},
  });
  try {
    const [row] = await sql`
      select current_setting('server_version') as version, current_setting('cluster_name') as id`;
    const version = /^[\d.]+/.exec(row?.version)?.[0] ?? null;
    return { up: true, version, id: row?.id || null };
  } catch (error) {
    if (isLoginRefused(error)) return { up: false, reason: "the login is wrong", refused: true };
    // 57P03: it recovers after a crash, or shuts down.
    if ((error as { code?: unknown }).code === "57P03") {
      return { up: false, reason: "it is starting" };
    }
    return down(error);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
