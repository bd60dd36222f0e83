/** Options for {@linkcode cached}. Times are in milliseconds. */
export interface CachedOptions {
  /** As long a value is used without looking again. */
  fresh: number;
  /** As long it is used while it is looked up again; after it the caller waits. */
  stale: number;
  /** A monotonic clock in milliseconds. @default performance.now */
  now?: () => number;
}

/** A value that is looked up when it is needed, and kept for a short time. */
export interface Cached<T> {
  get(): Promise<T>;
  /** The next call looks it up. */
  forget(): void;
}

/**
 * Keeps what a function returns for a short time. However many ask, it is looked up once at a time; an
 * error is thrown to those who wait for it, and is not kept.
 */
export function cached<T>(
  load: () => Promise<T>,
  { fresh, stale, now = () => performance.now() }: CachedOptions,
): Cached<T> {
  let kept: { value: T; at: number } | undefined;
  let loading: Promise<T> | undefined;
  let forgotten = 0;
  const reload = () =>
    loading ??= (async () => {
      const at = now(), started = forgotten;
      try {
        const value = await load();
        if (started === forgotten) kept = { value, at };
        return value;
      } finally {
        loading = undefined;
      }
    })();
  return {
    async get() {
      const age = kept === undefined ? Infinity : now() - kept.at;
      if (age <= fresh) return kept!.value;
      const next = reload();
      if (age > stale) return await next;
      next.catch(() => {}); // whoever asks once the value is too old gets the error
      return kept!.value;
    },
    forget() {
      kept = undefined;
      forgotten++;
    },
  };
}
