/**
 * The longest stall: the longest time in which no new row became visible to SQL while Kafka had
 * acknowledged records that were not visible yet and both engines were up. An engine that is down
 * or stopped ends a stall: the time until it answers again is its own. A killed sink does not: its
 * restart, and the group's wait for its session to end, count.
 */
export class StallWatch {
  #since: number | undefined;
  #rows = -1;
  #longest = 0;

  /** Longest stall so far, in seconds with one decimal. */
  get longest(): number {
    return Math.round(this.#longest / 100) / 10;
  }

  /**
   * Takes what is seen at one moment.
   *
   * @param rows Rows that SQL sees; undefined if an engine is down or stopped.
   * @param waiting Whether there are records to store.
   * @param now Milliseconds of a monotonic clock.
   */
  see({ rows, waiting, now }: { rows: number | undefined; waiting: boolean; now: number }): void {
    if (rows === undefined || rows !== this.#rows || !waiting) {
      if (this.#since !== undefined && rows !== undefined) this.#take(now);
      this.#since = rows === undefined || !waiting ? undefined : now;
      this.#rows = rows ?? this.#rows;
    } else {
      this.#since ??= now;
      this.#take(now);
    }
  }

  #take(now: number): void {
    this.#longest = Math.max(this.#longest, now - this.#since!);
  }
}
