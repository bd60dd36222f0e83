/** Options for {@linkcode rateLimit}. */
export interface RateOptions {
  /** Requests at once. */
  burst: number;
  /** Requests a second after that. */
  perSecond: number;
  /** A monotonic clock in milliseconds. @default performance.now */
  now?: () => number;
}

/** Callers that are remembered at most. */
const MOST = 10_000;

/** Lets each caller do something so often and no more. @returns Whether a caller may. */
export function rateLimit(
  { burst, perSecond, now = () => performance.now() }: RateOptions,
): (caller: string) => boolean {
  const callers = new Map<string, { left: number; at: number }>();
  return (caller) => {
    const at = now();
    const known = callers.get(caller);
    const left = known ? Math.min(burst, known.left + (at - known.at) * perSecond / 1000) : burst;
    callers.delete(caller); // the one that was heard of last stands last
    callers.set(caller, { left: Math.max(0, left - 1), at });
    if (callers.size > MOST) callers.delete(callers.keys().next().value!);
    return left >= 1;
  };
}
