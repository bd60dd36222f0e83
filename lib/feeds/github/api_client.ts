import { messageOf, shortText, UnavailableError } from "../../errors.ts";
import { retry, sleep as wait } from "../../retry.ts";
import { parseExact } from "../../sources/json_exact.ts";
import { printable } from "../../terminal_text.ts";
import { githubLimits } from "./api_limits.ts";

/** Options for {@linkcode githubClient}. Times are in milliseconds. */
export interface GithubClientOptions {
  /** @default https://api.github.com */
  base?: string;
  /** A personal token, for 5,000 requests an hour instead of 60. Never printed. */
  token?: string;
  /** The client gives up if the API asks for a longer wait. @default 2 minutes */
  maxWait?: number;
  /** Maximum time for one answer. @default 30_000 */
  timeout?: number;
  /** Aborts every wait and request with its reason. */
  signal?: AbortSignal;
  /** Called with the reason for a wait for the rate limit. @default console.error */
  log?: (line: string) => void;
  /** @default fetch */
  fetch?: typeof fetch;
  /** Milliseconds since 1970. @default Date.now */
  now?: () => number;
  /** @default sleep of lib/retry.ts */
  sleep?: typeof wait;
  /** Uniform in [0, 1). @default Math.random */
  random?: () => number;
}

/** Reads lists from GitHub's REST API. */
export interface GithubClient {
  /** The API's URL without login and trailing slash. */
  readonly base: string;
  /** The minimum time between two polls that the API asked for, in milliseconds. */
  readonly pollInterval: number;
  /**
   * Reads a list. One that has not changed since the last call comes from memory.
   *
   * @throws {TransientApiError} It failed five times with errors that may go away.
   * @throws {UnavailableError} The API refused, or asks for a longer wait than `maxWait`.
   */
  list(path: string): Promise<unknown[]>;
}

/** The API cannot be reached now; a later call may succeed. */
export class TransientApiError extends UnavailableError {}

/**
 * Opens a client: conditional requests by ETag, rate limits respected, transient errors retried.
 * Requests are made one at a time, as GitHub's "Best practices for using the REST API" ask.
 *
 * @throws {RangeError} The token contains characters that are not allowed in a token.
 */
export function githubClient(options: GithubClientOptions = {}): GithubClient {
  const { maxWait = 120_000, timeout = 30_000, signal, log = console.error } = options;
  const { fetch = globalThis.fetch, now = Date.now, sleep = wait, random } = options;
  const { origin, host, pathname } = new URL(options.base ?? "https://api.github.com");
  const base = origin + pathname.replace(/\/+$/, "");
  const token = options.token?.trim() ?? "";
  // Checked here, because the runtime's own error would show the token.
  if (!/^[\x21-\x7e]*$/.test(token)) {
    throw new RangeError(
      "Cannot use the GitHub token: it contains a space or another character that no token has",
    );
  }
  const headers = {
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
    "User-Agent": "tributary",
    ...(token === "" ? {} : { "Authorization": `Bearer ${token}` }),
  };
  const known = new Map<string, { etag: string; items: unknown[] }>();
  const limits = githubLimits(now);
  const retryIf = (error: unknown) => error instanceof TransientApiError;

  function explain(verb: string, reason: string, next = ""): string {
    const safe = token === "" ? reason : reason.replaceAll(token, "<token>");
    return `Cannot ${verb} the GitHub API at ${host}: ${printable(shortText(safe))}. ${next}` +
      "Use a downloaded file instead: deno task ingest github <file>, or --simulate";
  }
  const at = { service: "GitHub API", address: host };
  const transient = (reason: string) => new TransientApiError(explain("reach", reason), at);
  const refused = (reason: string, next?: string) =>
    new UnavailableError(explain("use", reason, next), at);

  async function waitUntilAllowed(): Promise<void> {
    const ms = limits.blockedUntil - now();
    if (ms <= 0) return;
    const until = new Date(limits.blockedUntil).toISOString();
    if (ms > maxWait) {
      const next = token === "" ? "Set GITHUB_TOKEN for 5,000 an hour instead of 60. " : "";
      throw refused(`rate limit reached, no request before ${until}`, next);
    }
    log(`GitHub API: rate limit reached, waiting ${Math.ceil(ms / 1000)} s until ${until}`);
    await sleep(ms, signal);
  }

  async function request(url: string): Promise<unknown[]> {
    await waitUntilAllowed();
    const cached = known.get(url);
    const limit = AbortSignal.timeout(timeout);
    let response: Response, text: string;
    try {
      response = await fetch(url, {
        headers: cached ? { ...headers, "If-None-Match": cached.etag } : headers,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      text = await response.text();
    } catch (error) {
      signal?.throwIfAborted();
      if (limit.aborted) throw transient(`no answer within ${timeout / 1000} s`);
      if (!(error instanceof TypeError)) throw error;
      throw transient(messageOf(error).replace(/^.*error sending request for url \(.*?\): /s, ""));
    }
    const body = parsed(text);
    const { status, statusText } = response;
    const message = (body as { message?: string } | undefined)?.message;
    const answer = [status, statusText, message && `(${message})`].filter(Boolean).join(" ");
    const limited = limits.note(response, answer);
    if (status === 304 && cached) return cached.items;
    if (response.ok) {
      if (!Array.isArray(body)) throw transient(`its answer is not a JSON list: ${text}`);
      const etag = response.headers.get("etag");
      if (etag) known.set(url, { etag, items: body });
      return body;
    }
    if (limited || status >= 500 || status === 408) throw transient(answer);
    throw refused(answer, status === 401 ? "Check GITHUB_TOKEN or unset it. " : undefined);
  }

  return {
    base,
    get pollInterval() {
      return limits.pollInterval;
    },
    list: (path) => retry(() => request(`${base}${path}`), { retryIf, signal, sleep, random }),
  };
}

/** Undefined if an answer is not JSON: {@linkcode githubClient} reports it with its status. */
function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
