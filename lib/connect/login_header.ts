import type { ConnectEndpoint } from "../config.ts";

/** The `authorization` header for a Kafka Connect's login; none without one. */
export function loginHeader({ login }: Pick<ConnectEndpoint, "login">): Record<string, string> {
  if (!login) return {};
  const text = new TextEncoder().encode(`${login.user}:${login.password}`);
  return { authorization: `Basic ${text.toBase64()}` };
}
