import type { Method } from "./method.ts";

/** Departures more than this many times the usual one (their third quartile) are mistakes. */
const FAR = 10;

/**
 * Method: another method on a history whose stray values (an outage, a wrong reading) are replaced. A
 * value is stray if it is far from the values one and two of each season before it; the nearest of
 * them replaces it, so a change that lasts is believed a season later. How far is far is measured
 * before the first origin. Nothing is replaced in the first two of the longest season, nor in a
 * series without a season.
 */
export function despiked(method: Method): Method {
  return (history, request) => {
    const jumps = history.seasons.flatMap((season) => [Math.round(season), 2 * Math.round(season)]);
    const first = Math.max(0, ...jumps), known = request.origins[0]!;
    if (jumps.length === 0 || first >= known) return method(history, request);
    const { values } = history;
    const nearest = (t: number) =>
      jumps.map((jump) => values[t - jump]!)
        .reduce((best, one) =>
          Math.abs(one - values[t]!) < Math.abs(best - values[t]!) ? one : best
        );
    const near = values.map((value, t) => t < first ? value : nearest(t));
    const far = FAR * usualDeparture(values.subarray(first, known), near.subarray(first, known));
    if (!(far > 0)) return method(history, request);
    const clean = values.map((value, t) => Math.abs(value - near[t]!) > far ? near[t]! : value);
    return method({ ...history, values: clean }, request);
  };
}

function usualDeparture(values: Float64Array, near: Float64Array): number {
  const departures = values.map((value, i) => Math.abs(value - near[i]!)).sort();
  return departures[Math.floor(0.75 * (departures.length - 1))]!;
}
