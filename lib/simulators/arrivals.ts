import type { Random } from "../random.ts";

/** Options for {@linkcode arrivals}: how many arrive, and when. */
export interface ArrivalOptions {
  /** When they start, in milliseconds since 1970. */
  start: number;
  /** Arrivals per millisecond at a time; never above `peak`. */
  rate: (ms: number) => number;
  /** The maximum rate. */
  peak: number;
}

/**
 * An endless sequence of times of a Poisson process with a changing rate, in fractional
 * milliseconds. Source: Lewis and Shedler, "Simulation of nonhomogeneous Poisson processes by
 * thinning", 1979.
 */
export function* arrivals(
  random: Random,
  { start, rate, peak }: ArrivalOptions,
): Generator<number> {
  for (let at = start;;) {
    at += random.exponential(1 / peak);
    if (random.next() * peak < rate(at)) yield at;
  }
}

/** A day's rhythm: its value at a time, on average 1 over the day, and its highest value. */
export interface DayCurve {
  (ms: number): number;
  readonly peak: number;
}

/** Makes a {@linkcode DayCurve} from 24 weights at the full hours, with straight lines in between. */
export function dayCurve(hours: readonly number[]): DayCurve {
  const mean = hours.reduce((sum, weight) => sum + weight, 0) / 24;
  const at = hours.map((weight) => weight / mean);
  const curve = (ms: number) => {
    const hour = (ms / 3_600_000) % 24;
    const full = Math.floor(hour);
    const here = at[full]!;
    return here + (at[(full + 1) % 24]! - here) * (hour - full);
  };
  return Object.assign(curve, { peak: Math.max(...at) });
}
