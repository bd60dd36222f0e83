/** When the next request is allowed, by GitHub's answers so far. */
export interface GithubLimits {
  /** Milliseconds since 1970 before which no request may be made; 0 if requests are allowed. */
  readonly blockedUntil: number;
  /** The minimum time between two polls, in milliseconds. */
  readonly pollInterval: number;
  /**
   * Records an answer.
   *
   * @param message The message in its body, which distinguishes a rate limit from a missing
   * permission.
   * @returns Whether the request was refused for a rate limit.
   */
  note(response: Response, message: string): boolean;
}

/**
 * Keeps track of the limits: `x-ratelimit-remaining` and `x-ratelimit-reset` (epoch seconds) of
 * the primary limit, `retry-after` of the secondary one, `x-poll-interval` (seconds) of events.
 * Source: GitHub REST documentation, "Rate limits for the REST API", "Best practices for using the
 * REST API".
 *
 * @param now Milliseconds since 1970.
 */
export function githubLimits(now: () => number): GithubLimits {
  let blockedUntil = 0, pollInterval = 0, refusals = 0;
  return {
    get blockedUntil() {
      return blockedUntil;
    },
    get pollInterval() {
      return pollInterval;
    },
    note({ ok, status, headers }, message) {
      const interval = Number(headers.get("x-poll-interval"));
      if (interval > 0) pollInterval = interval * 1000;
      const after = ok ? null : headers.get("retry-after");
      const spent = headers.get("x-ratelimit-remaining") === "0";
      const refused = status === 429 ||
        status === 403 && (after !== null || spent || /rate limit/i.test(message));
      refusals = refused ? refusals + 1 : 0;
      // "Not until after the time": one second more, since the header has whole seconds.
      const reset = spent ? (Number(headers.get("x-ratelimit-reset")) + 1) * 1000 : 0;
      let until = after === null ? reset : afterOf(after, now());
      // If no time is given: "at least one minute", then exponentially longer.
      if (refused && !(until > now())) until = now() + 60_000 * 2 ** (refusals - 1);
      // A Date cannot be later than 8.64e15 ms.
      if (until > now()) blockedUntil = Math.min(until, 8.64e15);
      return refused;
    },
  };
}

/** `Retry-After` is a number of seconds or an HTTP date (RFC 9110, section 10.2.3). */
function afterOf(header: string, now: number): number {
  return /^\d+$/.test(header) ? now + Number(header) * 1000 : Date.parse(header);
}
