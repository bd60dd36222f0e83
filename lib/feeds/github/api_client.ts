import { messageOf, shortText, UnavailableError } from "../../errors.ts";
import { retry, sleep as wait } from "../../retry.ts";
import { printable } from "../../terminal_text.ts";
import { githubLimits } from "./api_limits.ts";

/** What {@linkcode githubClient} takes. Times are in milliseconds. */
export interface GithubClientOptions {
  /** @default https://api.github.com */
  base?: string;
  /** A personal token, for 5,000 requests an hour instead of 60. Never printed. */
  token?: string;
  /** Longest wait that the API may ask for before the client gives up. @default 2 minutes */
  maxWait?: number;
  /** Longest time for one answer. @default 30_000 */
  timeout?: number;
  /** Ends every wait and request with its reason. */
  signal?: AbortSignal;
  /** Told why a wait for the rate limit is long. @default console.error */
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
  /** The API's address without login and trailing slash. */
  readonly base: string;
  /** The shortest wait between two polls that the API asked for, in milliseconds. */
  readonly pollInterval: number;
  /**
   * Reads a list. What has not changed since the last call is answered from memory.
   *
   * @throws {PassingError} It failed five times in ways that may pass.
   * @throws {UnavailableError} The API refused, or asks for a longer wait than `maxWait`.
   */
  list(path: string): Promise<unknown[]>;
}

/** The API cannot be reached now; a later call may succeed. */
export class PassingError extends UnavailableError {}

/**
 * Opens a client: conditional requests by ETag, rate limits respected, hiccups retried.
 * Requests are made one at a time, as GitHub's "Best practices for using the REST API" ask.
 *
 * @throws {RangeError} The token holds characters that no token has.
 */
export function githubClient(options: GithubClientOptions = {}): GithubClient {
  const { maxWait = 120_000, timeout = 30_000, signal, log = console.error } = options;
  const { fetch = globalThis.fetch, now = Date.now, sleep = wait, random } = options;
  const { origin, host, pathname } = new URL(options.base ?? "https://api.github.com");
  const base = origin + pathname.replace(/\/+$/, "");
  const token = options.token?.trim() ?? "";
  // Checked here, because the runtime's own error would show it.
  if (!/^[\x21-\x7e]*$/.test(token)) {
    throw new RangeError(
      "Cannot use the GitHub token: it holds a blank or a character that no token has",
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
  const retryIf = (error: unknown) => error instanceof PassingError;

  function explain(verb: string, reason: string, next = ""): string {
    const safe = token === "" ? reason : reason.replaceAll(token, "<token>");
    return `Cannot ${verb} the GitHub API at ${host}: ${printable(shortText(safe))}. ${next}` +
      "Use a downloaded file instead: deno task ingest github <file>, or --simulate";
  }
  const at = { service: "GitHub API", address: host };
  const passing = (reason: string) => new PassingError(explain("reach", reason), at);
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
      if (limit.aborted) throw passing(`no answer within ${timeout / 1000} s`);
      if (!(error instanceof TypeError)) throw error;
      throw passing(messageOf(error).replace(/^.*error sending request for url \(.*?\): /s, ""));
    }
    const body = parsed(text);
    const { status, statusText } = response;
    const message = (body as { message?: string } | undefined)?.message;
    const answer = [status, statusText, message && `(${message})`].filter(Boolean).join(" ");
    const limited = limits.note(response, answer);
    if (status === 304 && cached) return cached.items;
    if (response.ok) {
      if (!Array.isArray(body)) throw passing(`its answer is no JSON list: ${text}`);
      const etag = response.headers.get("etag");
      if (etag) known.set(url, { etag, items: body });
      return body;
    }
    if (limited || status >= 500 || status === 408) throw passing(answer);
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
