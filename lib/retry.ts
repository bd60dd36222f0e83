/** The longest timer in JavaScript, in milliseconds; a longer one fires immediately. */
const LONGEST = 2 ** 31 - 1;

/**
 * Waits.
 *
 * @param ms Milliseconds, capped at 2^31 − 1 (24 days).
 * @param signal Ends the wait early.
 * @throws The signal's reason, if it aborts.
 */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, Math.min(ms, LONGEST));
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/**
 * A signal that aborts some time after another one, for work that may still finish by then.
 *
 * @param ms Milliseconds.
 */
export function abortedLater(signal: AbortSignal | undefined, ms: number): AbortSignal {
  const later = new AbortController();
  const start = () => Deno.unrefTimer(setTimeout(() => later.abort(signal!.reason), ms));
  if (signal?.aborted) start();
  else signal?.addEventListener("abort", start, { once: true });
  return later.signal;
}

/** Options for {@linkcode abandonedAfter}. */
export interface AbandonOptions {
  signal: AbortSignal | undefined;
  /** How long the work may still take after the signal aborts, in milliseconds. @default 2000 */
  grace?: number;
}

/**
 * The outcome of work that cannot be cancelled, unless it comes later than some time after a signal
 * aborts: a server that does not answer must not hold up a command that is stopped.
 *
 * @throws {DOMException} `AbortError`: no outcome by then.
 */
export async function abandonedAfter<T>(
  work: Promise<T>,
  { signal, grace = 2000 }: AbandonOptions,
): Promise<T> {
  if (!signal) return await work;
  const { promise: late, reject } = Promise.withResolvers<never>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = () => {
    const stopped = new DOMException("Stopped before an answer came", "AbortError");
    timer = setTimeout(() => reject(stopped), grace);
  };
  if (signal.aborted) start();
  else signal.addEventListener("abort", start, { once: true });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", start);
  }
}

/** Options for {@linkcode until}. Times are in milliseconds. */
export interface UntilOptions {
  /** Wait after the first check that fails; it doubles up to `maxEvery`. @default 50 */
  every?: number;
  /** Longest wait between two checks. @default the same as `every` */
  maxEvery?: number;
  /** How long to keep checking. @default Infinity */
  within?: number;
  /** Ends the wait. */
  signal?: AbortSignal | undefined;
  /** @default sleep */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A monotonic clock in milliseconds. @default performance.now */
  now?: () => number;
}

/**
 * Repeats a check until its answer is not `undefined`, `null` or `false`.
 *
 * @param check Called immediately, then after each wait. An error that it throws ends the wait.
 * @returns The answer.
 * @throws {DOMException} `TimeoutError`: the time in `within` passed without an answer.
 * @throws The signal's reason, if it aborts.
 *
 * @example Wait until a list has three items
 * ```ts
 * import { until } from "./retry.ts";
 *
 * const list: number[] = [];
 * const count = await until(() => list.push(0) === 3 && list.length, { every: 1 });
 * if (count !== 3) throw new Error("ended too early");
 * ```
 */
export async function until<T>(
  check: () => T | Promise<T>,
  options: UntilOptions = {},
): Promise<Exclude<T, undefined | null | false>> {
  const { every = 50, maxEvery = every, within = Infinity, signal } = options;
  const { sleep: pause = sleep, now = () => performance.now() } = options;
  const end = now() + within;
  for (let wait = every;; wait = Math.min(wait * 2, maxEvery)) {
    signal?.throwIfAborted();
    const answer = await check();
    if (answer !== undefined && answer !== null && answer !== false) {
      return answer as Exclude<T, undefined | null | false>;
    }
    const left = end - now();
    if (left <= 0) throw new DOMException(`No answer after ${within} ms`, "TimeoutError");
    await pause(Math.min(wait, left), signal);
  }
}

/** Options for {@linkcode retry}. Waits are in milliseconds. */
export interface RetryOptions {
  /** Maximum number of calls, including the first. @default 5 */
  attempts?: number;
  /** Maximum of the first wait; it doubles with each following one. @default 500 */
  minWait?: number;
  /** Maximum of any wait. @default 30_000 */
  maxWait?: number;
  /** Ends the retries. */
  signal?: AbortSignal;
  /** Whether to retry after this error; any other is thrown immediately. @default all */
  retryIf?: (error: unknown) => boolean;
  /** Called before each wait with the error, the number of calls so far and the wait. */
  onRetry?: (failed: { error: unknown; attempt: number; wait: number }) => void;
  /** @default sleep */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1). @default Math.random */
  random?: () => number;
}

/**
 * Calls a function until it succeeds, with exponential backoff and full jitter: wait n (from 0) is
 * uniform between 0 and min(maxWait, minWait · 2^n).
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (Marc Brooker, 2015).
 *
 * @param fn Called with the number of the call, from 1.
 * @returns What the function returned.
 * @throws The last error unchanged, or the signal's reason if it aborts.
 *
 * @example Try again after a connection was refused
 * ```ts
 * import { retry } from "./retry.ts";
 *
 * let calls = 0;
 * const answer = await retry(() => ++calls < 3 ? Promise.reject(new Error("refused")) : "hello", {
 *   minWait: 1,
 * });
 * if (answer !== "hello" || calls !== 3) throw new Error("no answer");
 * ```
 */
export async function retry<T>(
  fn: (attempt: number) => T | Promise<T>,
  options: RetryOptions = {},
): Promise<T> {
  const { attempts = 5, minWait = 500, maxWait = 30_000, signal, retryIf = () => true } = options;
  const { sleep: pause = sleep, random = Math.random, onRetry } = options;
  for (let attempt = 1;; attempt++) {
    signal?.throwIfAborted();
    try {
      return await fn(attempt);
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt >= attempts || !retryIf(error)) throw error;
      const wait = random() * Math.min(maxWait, minWait * 2 ** (attempt - 1));
      onRetry?.({ error, attempt, wait });
      await pause(wait, signal);
    }
  }
}
