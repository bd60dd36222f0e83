import { connectionFailure } from "../../connection_failure.ts";
import { UnavailableError } from "../../errors.ts";
import { rootCause } from "./causes.ts";

/** Longest wait for one answer, milliseconds: a gateway that is busy with a first statement needs seconds. */
const PATIENCE = 60_000;

/** Options for {@linkcode request}. */
export interface RequestOptions {
  /** @default GET, or POST with a body */
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Gives up. */
  signal?: AbortSignal;
  /** What was to be done, for the message: `run a statement`. */
  doing: string;
}

/** Flink refused a request, with its HTTP status. */
export class RefusedError extends UnavailableError {
  /** As 404. */
  readonly status: number;

  constructor(message: string, at: { address: string; status: number }) {
    super(message, { service: "Flink", address: at.address });
    this.status = at.status;
  }
}

/**
 * Asks one of Flink's REST APIs.
 *
 * @param base Its URL, without a slash at its end.
 * @returns The answer's JSON; integers beyond 2^53 are bigints.
 * @throws {RefusedError} It refused: the innermost cause of its stack trace.
 * @throws {UnavailableError} It cannot be reached, or something else answers.
 */
export async function request(
  base: string,
  path: string,
  { body, signal, doing, method = body === undefined ? "GET" : "POST" }: RequestOptions,
): Promise<unknown> {
  const address = base.replace(/^https?:\/\//, "");
  const patience = AbortSignal.timeout(PATIENCE);
  let response: Response;
  let text: string;
  try {
    response = await fetch(base + path, {
      method,
      ...(body === undefined ? {} : {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    const reason = connectionFailure(error);
    if (reason === undefined) throw error;
    throw new UnavailableError(
      `Cannot reach Flink at ${address}: ${reason}. Start it with: deno task up --with flink`,
      { service: "Flink", address, cause: error },
    );
  }
  const answer = jsonOf(text);
  if (!response.ok) {
    const errors = (answer as { errors?: unknown } | undefined)?.errors;
    const reason = Array.isArray(errors) ? rootCause(errors.join("\n")) : `HTTP ${response.status}`;
    throw new RefusedError(`Cannot ${doing}: ${reason}`, { address, status: response.status });
  }
  if (answer === undefined) {
    throw new UnavailableError(`Cannot ${doing}: what answers at ${address} is not Flink`, {
      service: "Flink",
      address,
    });
  }
  return answer;
}

function jsonOf(text: string): unknown {
  const exact = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" && !Number.isSafeInteger(value) &&
      /^-?\d+$/.test(context?.source ?? "")
      ? BigInt(context!.source!)
      : value;
  try {
    return JSON.parse(text, exact) as unknown;
  } catch {
    return undefined; // the caller says what it is
  }
}
