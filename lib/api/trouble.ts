import { messageOf } from "../errors.ts";

/** Tells of requests that are answered with 503. */
export interface Trouble {
  /** A request cannot be answered now. */
  failed(error: unknown): void;
  /** A request was answered. */
  answered(): void;
}

/** How long no request may fail until it is over, in milliseconds. */
const QUIET = 2000;

/**
 * Tells the person who runs the server why requests are answered with 503: each reason once, and when it
 * is over. Clients do not get the reason, as it names addresses and tables.
 *
 * @param log Called with each line.
 * @param now A clock that never goes back, in milliseconds.
 */
export function openTrouble(
  log: (line: string) => void,
  now: () => number = () => performance.now(),
): Trouble {
  const said = new Set<string>();
  let began = 0, last = 0;
  return {
    failed(error) {
      last = now();
      if (said.size === 0) began = last;
      const [reason] = messageOf(error).split("\n", 1) as [string];
      if (said.has(reason)) return;
      said.add(reason);
      log(`Requests are answered with 503: ${reason}`);
    },
    answered() {
      if (said.size === 0 || now() - last < QUIET) return;
      said.clear();
      log(`Requests are answered again, after ${Math.round((now() - began) / 1000)} s`);
    },
  };
}
