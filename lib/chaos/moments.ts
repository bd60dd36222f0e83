import type { Moment } from "../delivery/sink.ts";

/** The critical moments. */
export const MOMENTS: readonly Moment[] = ["ackToCommit", "halvedBatch", "rebalance"];

/** How many kills fell into each critical moment. */
export type MomentCounts = Record<Moment, number>;

/** Follows the moments that one sink reports in the lines of its standard output. */
export class MomentFollower {
  readonly #now = new Set<Moment>();
  #waiting: PromiseWithResolvers<Moment> | undefined;

  /** A line of the sink: `+m` m begins, `-m` it ends, `!m` the sink stands still in it. */
  line(text: string): void {
    const moment = MOMENTS.find((moment) => moment === text.slice(1));
    if (moment === undefined) return;
    if (text[0] === "+") this.#now.add(moment);
    if (text[0] === "-") this.#now.delete(moment);
    if (text[0] === "!") this.#waiting?.resolve(moment);
  }

  /** Resolves when the sink stands still in a moment; false after `within` milliseconds. */
  async held(within: number): Promise<boolean> {
    this.#waiting = Promise.withResolvers();
    const { promise, resolve } = Promise.withResolvers<false>();
    const timer = setTimeout(() => resolve(false), within);
    const held = await Promise.race([this.#waiting.promise, promise]);
    clearTimeout(timer);
    return held !== false;
  }

  /** The moments in which the sink is, or was when it died; forgets them, for its next life. */
  take(): Moment[] {
    const now = [...this.#now];
    this.#now.clear();
    return now;
  }
}
