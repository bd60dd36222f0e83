import { messageOf } from "../errors.ts";
import { retry } from "../retry.ts";

/**
 * Answers of QuestDB 9.3 that mean "not now". It waits one second for another thread's change of a table, which
 * takes longer while tables are recovered after a crash, and does not wait for a lock at all. Nothing of the
 * statement was run.
 */
const BUSY =
  /(Metadata|Transaction|Column Version|block file) read timeout|table busy|table is (still busy|locked)|could not (lock|get), busy/;

/** Options for {@linkcode whileBusy}. */
export interface BusyOptions {
  /** Ends the repetitions. */
  signal?: AbortSignal | undefined;
  /** Maximum number of requests. @default 8, which is about ten seconds */
  attempts?: number;
}

/** Repeats a request while QuestDB refuses it only because a table is busy. */
export function whileBusy<T>(work: () => Promise<T>, options: BusyOptions = {}): Promise<T> {
  const { signal, attempts = 8 } = options;
  return retry(work, {
    attempts,
    minWait: 200,
    maxWait: 2000,
    retryIf: (error) => BUSY.test(messageOf(error)),
    ...signal ? { signal } : {},
  });
}
