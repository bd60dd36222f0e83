import { joinAddress } from "../address.ts";
import type { QuestdbEndpoint } from "../config.ts";
import { connectionFailure } from "../connection_failure.ts";
import { messageOf, UnavailableError } from "../errors.ts";
import { tlsFailure } from "../tls_failure.ts";
import { QueryRefusedError } from "./query_error.ts";

/**
 * Explains an error of the PostgreSQL wire client.
 *
 * @returns An `UnavailableError` if the connection or the login failed, else a `QueryRefusedError`.
 */
export function wireError(error: unknown, endpoint: Pick<QuestdbEndpoint, "pg">): Error {
  const { position } = error as { position?: string };
  const address = joinAddress(endpoint.pg.host, endpoint.pg.port);
  const untrusted = endpoint.pg.tls === undefined ? undefined : tlsFailure(error);
  if (untrusted !== undefined) {
    return new UnavailableError(
      `Cannot connect to QuestDB at ${address} by TLS: ${untrusted}. ` +
        "Check QDB_CLIENT_TLS_CA; if its SQL side has no TLS, set QDB_CLIENT_TLS=false",
      { service: "QuestDB", address },
    );
  }
  const failure = connectionFailure(error);
  if (failure) {
    const perhaps = endpoint.pg.tls !== undefined && failure === "connection closed"
      ? "; if its SQL side has no TLS, set QDB_CLIENT_TLS=false"
      : "";
    return new UnavailableError(
      `Cannot reach QuestDB at ${address}: ${failure}. Start it with: deno task up${perhaps}`,
      { service: "QuestDB", address },
    );
  }
  if (isLoginRefused(error)) {
    return new UnavailableError(
      `Cannot log in to QuestDB at ${address}: it refused the user or password. ` +
        "Check QDB_CLIENT_USER and QDB_CLIENT_PASSWORD",
      { service: "QuestDB", address },
    );
  }
  // The protocol's positions start at 1.
  return new QueryRefusedError(messageOf(error), position ? Number(position) - 1 : undefined);
}

/** Whether QuestDB refused the user or the password. */
export function isLoginRefused(error: unknown): boolean {
  return /invalid username\/password/.test(messageOf(error));
}
