import type { QuestdbEndpoint } from "../config.ts";
import { messageOf, UnavailableError } from "../errors.ts";
import { QueryRefusedError } from "./query_error.ts";

/**
 * Explains an error of the PostgreSQL wire client.
 *
 * @returns An `UnavailableError` if the connection or the login failed, else a `QueryRefusedError`.
 */
export function wireError(error: unknown, endpoint: Pick<QuestdbEndpoint, "pg">): Error {
  const { code, position } = error as { code?: string; position?: string };
  const address = `${endpoint.pg.host}:${endpoint.pg.port}`;
  if (code && /^(ECONN|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|CONNECT|CONNECTION)/.test(code)) {
    const reason = code === "ECONNREFUSED" ? "connection refused" : messageOf(error);
    return new UnavailableError(
      `Cannot reach QuestDB at ${address}: ${reason}. Start it with: deno task up`,
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
  // The wire counts from 1.
  return new QueryRefusedError(messageOf(error), position ? Number(position) - 1 : undefined);
}
