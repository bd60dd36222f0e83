/**
 * At most one piece of work that is under way while the next one is prepared: a batch that waits for
 * its acknowledgement while the next batch fills. This is the backpressure of a processor: it reads at
 * most one batch ahead of what is stored. Callers take turns: two calls of `begin` must not overlap.
 */
export class InFlight {
  #last: Promise<void> = Promise.resolve();

  /**
   * Waits for the previous work, then starts this one and returns.
   *
   * @throws What the previous work threw; this one is not started then.
   */
  async begin(work: () => Promise<void>): Promise<void> {
    await this.#last;
    this.#last = work();
    this.#last.catch(() => {}); // thrown by the next begin() or by settled()
  }

  /** Resolves when no work is under way. @throws What the last work threw. */
  settled(): Promise<void> {
    return this.#last;
  }
}
