/** How a connection failed, in words for people. */
export type ConnectionFailure =
  | "connection refused"
  | "unknown host"
  | "no answer"
  | "connection closed";

/**
 * Error codes and wordings of Deno, its fetch, Node, undici, postgres and kafkajs, the most
 * specific first.
 */
const FAILURES: [ConnectionFailure, RegExp][] = [
  ["connection refused", /ECONNREFUSED|connection ?refused/i],
  [
    "unknown host",
    /ENOTFOUND|EAI_AGAIN|dns error|failed to lookup address|name or service not known/i,
  ],
  [
    "no answer",
    /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|time-?out|timed ?out|deadline has elapsed|no route to host|unreachable/i,
  ],
  [
    "connection closed",
    /ECONNRESET|ECONNABORTED|EPIPE|CONNECTION_(CLOSED|ENDED|DESTROYED)|UND_ERR_(SOCKET|CLOSED|DESTROYED)|connection ?(closed|reset|ended|aborted)|closed connection|other side closed|tls handshake eof|broken ?pipe|socket (hang up|closed|disconnected)|\bterminated$/i,
  ],
];

/** A server that refuses a request was reached, even if its refusal says `timeout`. */
const ANSWER = /^PostgresError$|^KafkaJSProtocolError$|statusCode=\d/;

/**
 * Says how a connection failed. Looks at names, codes and messages of the error and all its
 * causes, the innermost first.
 *
 * @param error Anything that was thrown.
 * @returns Undefined if the error is not about a connection, or if the server answered.
 *
 * @example
 * ```ts
 * import { connectionFailure } from "./connection_failure.ts";
 *
 * const error = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED ::1:9000") });
 * if (connectionFailure(error) !== "connection refused") throw new Error("not seen");
 * ```
 */
export function connectionFailure(error: unknown): ConnectionFailure | undefined {
  const texts = chainOf(error).map(textOf).toReversed();
  if (texts.some((text) => ANSWER.test(text))) return undefined;
  for (const text of texts) {
    const [failure] = FAILURES.find(([, pattern]) => pattern.test(text)) ?? [];
    if (failure) return failure;
  }
  return undefined;
}

/** The error, what it gathers (as Node does of the addresses of one host), and its causes. */
function chainOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [error];
  const parts = error instanceof AggregateError ? error.errors.flatMap(chainOf) : [];
  return [error, ...parts, ...(error.cause === undefined ? [] : chainOf(error.cause))];
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (ANSWER.test(error.name)) return error.name;
  return `${error.name} ${(error as { code?: unknown }).code ?? ""} ${error.message}`;
}
