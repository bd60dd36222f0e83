/** Where a history is cut to try a method on its own end. */
export interface Trial {
  /** Numbers of values before each cut, ascending; none where the history is too short. */
  origins: number[];
  /** Steps that are tried behind each cut: the horizon, or less where the history is short. */
  horizon: number;
}

/**
 * Rolling origins inside a history, half a horizon apart, the last one a horizon before its end.
 * None leaves less than two fifths of the history before it.
 *
 * @param length Values in the history.
 * @param options `most`: number of origins. @default 8. `last`: steps that the last origin leaves
 * behind it, when a part of the horizon is worth a trial. @default the horizon
 */
export function trialOrigins(
  length: number,
  { horizon, most = 8, last = horizon }: { horizon: number; most?: number; last?: number },
): Trial {
  const least = Math.max(1, Math.ceil(0.4 * length));
  const tried = Math.min(horizon, Math.max(1, length - Math.max(least, Math.ceil(0.75 * length))));
  const usable = length - horizon >= least ? horizon : tried;
  const stride = Math.max(1, Math.round(usable / 2));
  const origins: number[] = [];
  for (
    let at = length - Math.min(usable, last);
    at >= least && origins.length < most;
    at -= stride
  ) {
    origins.unshift(at);
  }
  return { origins, horizon: usable };
}
