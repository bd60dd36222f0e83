/** Who may use the dashboard: nobody from elsewhere without a token. */
import { createHash, timingSafeEqual } from "node:crypto";

/** How requests are let in. */
export interface Access {
  /** Whether a token is needed: the server is open to the network. */
  readonly token: string | undefined;
  /** Whether a request's Host header can be ours. */
  isOurHost(host: string | undefined): boolean;
  /** Whether this is the token. Takes the same time for every wrong one. */
  isToken(text: string): boolean;
  /** Name of the cookie: with the port, as cookies of one host are shared between ports. */
  readonly cookie: string;
  /** Value of the cookie, from which the token cannot be derived. */
  readonly pass: string;
  isPass(text: string | undefined): boolean;
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]|::1)$/i;

/** Whether an address to listen on is of this machine only. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * Decides who may use a server.
 *
 * @param at Where it listens. On loopback no token is needed, and the Host header must be loopback's: a
 * page elsewhere whose name leads to 127.0.0.1 is refused. Elsewhere the token is what counts.
 */
export function accessOf(
  { hostname, port, token }: { hostname: string; port: number; token?: string | undefined },
): Access {
  const wanted = isLoopback(hostname) ? token : token ?? newToken();
  const pass = wanted === undefined ? "" : digest(`tributary dashboard ${wanted}`).toHex();
  return {
    token: wanted,
    cookie: `tributary_dashboard_${port}`,
    pass,
    isToken: (text) => wanted !== undefined && same(text, wanted),
    isPass: (text) => wanted === undefined || (text !== undefined && same(text, pass)),
    isOurHost(host) {
      const [, name, at] = /^(\[[\da-f:.]+\]|[a-z\d_.-]+)(?::(\d{1,5}))?$/i.exec(host ?? "") ?? [];
      if (name === undefined) return false;
      if (!isLoopback(hostname)) return true;
      return LOOPBACK.test(name) && Number(at ?? 80) === port;
    },
  };
}

/** A random token for the address that is printed. */
function newToken(): string {
  return crypto.getRandomValues(new Uint8Array(24)).toBase64({ alphabet: "base64url" });
}

function digest(text: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(text).digest());
}

function same(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}
