/** Where a history is cut to try a method on its own end. */
export interface TrialOrigins {
  /** Numbers of values before each cut, ascending; empty if the history is too short. */
  origins: number[];
  /** Steps that are tried after each cut: the horizon, or fewer if the history is short. */
  horizon: number;
}

/** How many {@linkcode trialOrigins} there are, and how far from the end. */
export interface TrialOptions {
  /** Steps ahead. */
  horizon: number;
  /** Maximum number of origins. @default 8 */
  maximum?: number;
  /** Steps after the last origin, if a part of the horizon is worth a trial. @default the horizon */
  last?: number;
}

/**
 * Rolling origins inside a history, half a horizon apart, the last one a horizon before its end.
 * Each has at least two fifths of the history before it.
 *
 * @param length Values in the history.
 */
export function trialOrigins(
  length: number,
  { horizon, maximum = 8, last = horizon }: TrialOptions,
): TrialOrigins {
  const least = Math.max(1, Math.ceil(0.4 * length));
  const tried = Math.min(horizon, Math.max(1, length - Math.max(least, Math.ceil(0.75 * length))));
  const usable = length - horizon >= least ? horizon : tried;
  const stride = Math.max(1, Math.round(usable / 2));
  const origins: number[] = [];
  for (
    let at = length - Math.min(usable, last);
    at >= least && origins.length < maximum;
    at -= stride
  ) {
    origins.unshift(at);
  }
  return { origins, horizon: usable };
}
