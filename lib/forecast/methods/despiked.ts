import type { Method } from "./method.ts";

/** Departures beyond so many times the usual ones (three of four are smaller) are mistakes. */
const FAR = 10;

/**
 * Method: another one on a history whose stray values (an outage, a wrong reading) are replaced. A
 * value is stray where it is far from those one and two of each season before it, and is replaced by
 * the nearest of them; so a change that lasts is believed a season later. What is far is measured
 * before the first origin. Without season, and for the first two of the longest, nothing is replaced.
 */
export function despiked(method: Method): Method {
  return (problem, ask) => {
    const jumps = problem.seasons.flatMap((season) => [Math.round(season), 2 * Math.round(season)]);
    const first = Math.max(0, ...jumps), known = ask.origins[0]!;
    if (jumps.length === 0 || first >= known) return method(problem, ask);
    const { values } = problem;
    const nearest = (t: number) =>
      jumps.map((jump) => values[t - jump]!)
        .reduce((best, one) =>
          Math.abs(one - values[t]!) < Math.abs(best - values[t]!) ? one : best
        );
    const near = values.map((value, t) => t < first ? value : nearest(t));
    const far = FAR * usualDeparture(values.subarray(first, known), near.subarray(first, known));
    if (!(far > 0)) return method(problem, ask);
    const clean = values.map((value, t) => Math.abs(value - near[t]!) > far ? near[t]! : value);
    return method({ ...problem, values: clean }, ask);
  };
}

function usualDeparture(values: Float64Array, near: Float64Array): number {
  const departures = values.map((value, i) => Math.abs(value - near[i]!)).sort();
  return departures[Math.floor(0.75 * (departures.length - 1))]!;
}
