import type { Place } from "./accumulator.ts";
import { TimeJumps } from "./time_jumps.ts";

/**
 * How far the time of a topic's records has come: the minimum over its active partitions of the newest
 * event time, less the grace. It never goes back. The same as Flink's watermark with
 * `scan.watermark.emit.strategy` = on-event: it moves after each record, not by the clock.
 */
export class Watermark {
  /** Milliseconds since 1970; −Infinity before every partition has a record. */
  value = -Infinity;
  /** Records that moved it far, and what came late since. */
  readonly jumps = new TimeJumps();
  readonly #grace: number;
  readonly #idle: number;
  readonly #ahead: number;
  readonly #partitions: Map<number, { newest: number; seen: number; over: boolean }>;
  /** Newest event time of the partition that holds the watermark back. */
  #lowest = -Infinity;

  /**
   * @param partitions All partitions of the topic.
   * @param now The clock, in milliseconds.
   */
  constructor(
    partitions: Iterable<number>,
    { grace, idle, ahead }: { grace: number; idle: number; ahead: number },
    now: number,
  ) {
    this.#grace = grace;
    this.#idle = idle;
    this.#ahead = ahead;
    this.#partitions = new Map(
      [...partitions].map((
        partition,
      ) => [partition, { newest: -Infinity, seen: now, over: false }]),
    );
  }

  /**
   * Notes a record. One whose time is further ahead of the clock than allowed moves nothing.
   *
   * @returns Whether the watermark moved.
   */
  observe(place: Place, now: number): boolean {
    const { partition, time } = place;
    const state = this.#partitions.get(partition)!;
    state.seen = now;
    if (time <= state.newest || time > now + this.#ahead) return false;
    this.jumps.newest(place, state.newest);
    const held = state.newest <= this.#lowest;
    state.newest = time;
    return held && this.#move(now);
  }

  /** Notes a record that came late. @param time Its time, in milliseconds. */
  noteLate(time: number): void {
    this.jumps.late(time + this.#grace);
  }

  /** Notes that a partition has no further records, as at the end of a bounded read. */
  finish(partition: number, now: number): boolean {
    this.#partitions.get(partition)!.over = true;
    return this.#move(now);
  }

  /** Leaves out partitions that have been without a record for too long. @returns Whether it moved. */
  tick(now: number): boolean {
    return this.#move(now);
  }

  /** Partitions that do not hold the watermark back now. */
  idle(now: number): number[] {
    return [...this.#partitions].filter(([, { over, seen }]) => over || now - seen >= this.#idle)
      .map(([partition]) => partition);
  }

  /** The newest event time of each partition, for {@linkcode restore}. */
  newest(): [number, number][] {
    return [...this.#partitions].map(([partition, { newest }]) => [partition, newest]);
  }

  /** Takes up where another watermark was. */
  restore(newest: Iterable<[number, number]>, value: number): void {
    for (const [partition, time] of newest) {
      const state = this.#partitions.get(partition);
      if (state) state.newest = time;
    }
    this.value = value;
    this.#lowest = -Infinity;
  }

  #move(now: number): boolean {
    let lowest = Infinity;
    for (const { newest, seen, over } of this.#partitions.values()) {
      if (!over && now - seen < this.#idle && newest < lowest) lowest = newest;
    }
    if (lowest === Infinity) { // all are idle: the time stands still
      this.#lowest = Infinity;
      return false;
    }
    this.#lowest = lowest;
    if (lowest - this.#grace <= this.value) return false;
    this.value = lowest - this.#grace;
    return true;
  }
}
