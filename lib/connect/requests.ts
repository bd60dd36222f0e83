/** Requests to Kafka Connect's REST API: https://kafka.apache.org/documentation/#connect_rest */
import { loginHeader } from "./login_header.ts";
import type { ConnectEndpoint } from "../config.ts";
import { connectionFailure } from "../connection_failure.ts";
import { messageOf, shortText, UnavailableError } from "../errors.ts";
import { until } from "../retry.ts";

/** Kafka Connect answered that it will not do it. */
export class ConnectRefusedError extends Error {
  override name = "ConnectRefusedError";
  /** The HTTP status. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Options for {@linkcode connectRequests}. */
export interface RequestOptions {
  /** How long an answer is asked for again while the worker starts or rebalances, ms. @default 30000 */
  patience?: number;
  /** Ends the wait. */
  signal?: AbortSignal | undefined;
  /** @default fetch */
  fetch?: typeof fetch;
}

/** Sends a request. @returns The parsed answer; undefined if it is empty. */
export type Request = (
  what: string,
  method: "GET" | "PUT" | "POST" | "DELETE",
  path: string,
  body?: unknown,
) => Promise<unknown>;

/** Longest wait for one answer, milliseconds: a validation asks a database. */
const ANSWER = 60_000;

/**
 * Makes the function that asks a Connect. The worker says 404 to everything for a second after its start,
 * and 409 while it shares connectors out: then it is asked again.
 */
export function connectRequests(
  { url, login }: ConnectEndpoint,
  { patience = 30_000, signal, fetch: send = fetch }: RequestOptions = {},
): Request {
  const address = new URL(url).host;
  const headers = { "content-type": "application/json", ...loginHeader({ login }) };
  const unavailable = (what: string, why: string) =>
    new UnavailableError(`Cannot ${what}: Kafka Connect at ${address} ${why}`, {
      service: "Kafka Connect",
      address,
    });

  async function once(what: string, method: string, path: string, body: unknown) {
    const timeout = AbortSignal.timeout(ANSWER);
    try {
      const response = await send(url + path, {
        method,
        headers,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...body === undefined ? {} : { body: JSON.stringify(body) },
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      signal?.throwIfAborted();
      const why = connectionFailure(error) ?? messageOf(error);
      throw unavailable(
        what,
        `does not answer: ${why}. Start it with: deno task up --with connect`,
      );
    }
  }

  return async (what, method, path, body) => {
    let last = "";
    const ask = async () => {
      const answer = await once(what, method, path, body);
      const message = messageIn(answer.text);
      const starting = answer.status === 404 && /^HTTP 404 Not Found$/.test(message);
      if (answer.status !== 409 && answer.status !== 503 && !starting) return answer;
      last = starting ? "is starting" : `says: ${message}`;
    };
    const waiting = { every: 100, maxEvery: 1000, within: patience, signal };
    const { status, text } = await until(ask, waiting).catch((error) => {
      if (error.name !== "TimeoutError") throw error;
      throw unavailable(what, `${last}, for ${patience / 1000} s now. See: deno task logs connect`);
    });
    if (status === 401 || status === 403) {
      throw unavailable(what, `refuses the login (HTTP ${status}). Correct KAFKA_CONNECT_URL`);
    }
    if (status >= 400) {
      throw new ConnectRefusedError(`Cannot ${what}: ${messageIn(text)}`, status);
    }
    if (text.trim() === "") return undefined;
    try {
      return JSON.parse(text);
    } catch {
      throw unavailable(what, "does not answer with JSON: it is another server");
    }
  };
}

/** The `message` of an error, or the answer's text. */
function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === "string") return message;
  } catch {
    // another server's page
  }
  return shortText(text.trim() || "no reason given", 300);
}
