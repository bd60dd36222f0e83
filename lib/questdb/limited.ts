import type { QuestdbEndpoint } from "../config.ts";
import type { Answer, Row } from "./answer.ts";
import type { AskOptions, Questdb } from "./client.ts";

/** More queries wait for the database than may, or it did not answer in time. */
export class OverloadedError extends Error {
  override name = "OverloadedError";
}

/** Options for {@linkcode limitedQueries}. */
export interface QueryLimits {
  /** Maximum number of queries that run or wait. */
  waiting: number;
  /** How long a query may take, waiting included, in milliseconds. */
  timeout: number;
}

/** Options for one query with limits. */
export interface LimitedAskOptions extends AskOptions {
  /** @default that of all */
  timeout?: number | undefined;
}

/** The endpoint with the login of the user who may only read, if one is known. */
export function asReader<E extends QuestdbEndpoint | undefined>(endpoint: E): E {
  return endpoint && { ...endpoint, pg: { ...endpoint.pg, ...endpoint.reader } };
}

/**
 * Queries for a server: with a limit on how many wait, and on how long each takes.
 *
 * @returns Like {@linkcode Questdb.ask}; throws {@linkcode OverloadedError} beyond a limit.
 */
export function limitedQueries(
  db: Questdb,
  { waiting, timeout: usual }: QueryLimits,
): <T extends Row>(text: string, options?: LimitedAskOptions) => Promise<Answer<T>> {
  let open = 0;
  return async <T extends Row>(text: string, options: LimitedAskOptions = {}) => {
    const { timeout = usual, signal, ...rest } = options;
    if (open >= waiting) {
      throw new OverloadedError("Too many requests wait for the database: try again later");
    }
    open++;
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort(new OverloadedError("The database did not answer in time: try again later"));
    }, timeout);
    try {
      return await db.ask<T>(text, {
        ...rest,
        signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      });
    } finally {
      clearTimeout(timer);
      open--;
    }
  };
}
