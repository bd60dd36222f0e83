/** Options for {@linkcode arrivalMeter}. */
export interface ArrivalOptions {
  /** Milliseconds that a rate is measured over, at least. @default 5000 */
  over?: number;
  /** A monotonic clock in milliseconds. @default performance.now */
  now?: () => number;
}

/** Milliseconds for which counts are kept. */
const KEPT = 60_000;

/**
 * Measures how fast tables grow, from the numbers of rows that were seen: the time in a record may be
 * years ago.
 */
export class ArrivalMeter {
  readonly #over: number;
  readonly #now: () => number;
  readonly #seen = new Map<string, { at: number; rows: number }[]>();

  constructor({ over = 5000, now = () => performance.now() }: ArrivalOptions = {}) {
    this.#over = over;
    this.#now = now;
  }

  /**
   * Notes a number of rows.
   *
   * @returns Rows per second since a count of some seconds ago; null without one, or if rows were removed.
   */
  rate(name: string, rows: number): number | null {
    const at = this.#now();
    const seen = (this.#seen.get(name) ?? []).filter((one) => one.at > at - KEPT);
    if (seen.some((one) => one.rows > rows)) seen.length = 0; // made again, or rows were removed
    seen.push({ at, rows });
    this.#seen.set(name, seen);
    const before = seen.findLast((one) => one.at <= at - this.#over) ?? seen[0]!;
    const elapsed = at - before.at;
    return elapsed < 500 ? null : (rows - before.rows) / (elapsed / 1000);
  }
}
