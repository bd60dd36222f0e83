import type { QuestdbEndpoint } from "../config.ts";
import { confOptions, questdbAddress } from "../config.ts";
import { connectionFailure } from "../connection_failure.ts";
import { messageOf, UnavailableError } from "../errors.ts";
import { tlsFailure } from "../tls_failure.ts";
import { fetchFor } from "./https.ts";

/** Options for a request to QuestDB over HTTP. */
export interface HttpOptions {
  /** Cancels the request, and with it the query in the database. */
  signal?: AbortSignal | undefined;
  /** @default the one for the endpoint's authorities */
  fetch?: typeof fetch;
}

/**
 * Sends a request to QuestDB over HTTP.
 *
 * @param path `/exec` or `/exp`.
 * @returns The response, with any status but 401 and 403.
 * @throws {UnavailableError} QuestDB cannot be reached, or refuses the login.
 * @throws The signal's reason, if it aborts.
 */
export async function askHttp(
  endpoint: Pick<QuestdbEndpoint, "conf">,
  { path, query }: { path: string; query: Record<string, string> },
  options: HttpOptions = {},
): Promise<Response> {
  const { signal, fetch = fetchFor(endpoint.conf) } = options;
  const address = questdbAddress(endpoint);
  const protocol = endpoint.conf.startsWith("https::") ? "https" : "http";
  const at = { service: "QuestDB", address };
  const response = await fetch(`${protocol}://${address}${path}?${new URLSearchParams(query)}`, {
    headers: authorization(endpoint.conf),
    ...signal ? { signal } : {},
  }).catch((error) => {
    if (signal?.aborted) throw signal.reason;
    const untrusted = tlsFailure(error);
    if (untrusted !== undefined) {
      throw new UnavailableError(
        `Cannot connect to QuestDB at ${address} by TLS: ${untrusted}. ` +
          "Check addr and tls_ca in QDB_CLIENT_CONF",
        at,
      );
    }
    const reason = connectionFailure(error) ?? messageOf(error);
    throw new UnavailableError(
      `Cannot reach QuestDB at ${address}: ${reason}. Start it with: deno task up`,
      at,
    );
  });
  if (response.status === 401 || response.status === 403) {
    await response.body?.cancel();
    throw new UnavailableError(
      `Cannot log in to QuestDB at ${address}: it refused the login. ` +
        "Check the user and token in QDB_CLIENT_CONF",
      at,
    );
  }
  return response;
}

/**
 * The `authorization` header for a configuration string's token or user; none without them. Names and
 * passwords are sent as UTF-8 (RFC 7617).
 */
export function authorization(conf: string): Record<string, string> {
  const options = confOptions(conf);
  const token = options.get("token");
  if (token) return { authorization: `Bearer ${token}` };
  const user = options.get("username");
  if (!user) return {};
  const login = new TextEncoder().encode(`${user}:${options.get("password") ?? ""}`);
  return { authorization: `Basic ${login.toBase64()}` };
}
