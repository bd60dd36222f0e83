import type { Place } from "./accumulator.ts";

/** Milliseconds that a record must be ahead of all before it in its partition to be noted. */
const FAR = 86_400_000;

/** A record whose time was far ahead of all before it in its partition. */
export interface TimeJump {
  readonly place: Readonly<Place>;
  /** The newest time before it, in milliseconds. */
  readonly from: number;
  /** Records that came late since and would not have been late without it. */
  late: number;
}

/**
 * Notes records that moved the time far, and what came late since. A wrong one, as of 2025 among records of
 * 2013, moves the time as any other record does: which is wrong can only be seen by what follows.
 */
export class TimeJumps {
  /** The last one of each partition, or the last one after which records came late. */
  readonly #last = new Map<number, TimeJump>();

  /** Notes a record that is the newest of its partition. @param from The newest time before it. */
  newest({ time, partition, offset }: Place, from: number): void {
    if (time - from <= FAR || from === -Infinity) return;
    const last = this.#last.get(partition);
    if (last && last.late > 0) return;
    this.#last.set(partition, { place: { time, partition, offset }, from, late: 0 });
  }

  /** Notes a late record. @param time Its time with the grace, in milliseconds. */
  late(time: number): void {
    for (const jump of this.#last.values()) if (time >= jump.from) jump.late++;
  }

  /** The one after which most records came late; undefined if none did. */
  worst(): TimeJump | undefined {
    const all = [...this.#last.values()].filter(({ late }) => late > 0);
    return all.sort((a, b) => b.late - a.late)[0];
  }
}

/** A jump as a sentence. @param topic The topic that the window reads. */
export function describeJump(topic: string, { place, from, late }: TimeJump): string {
  const { partition, offset, time } = place;
  const days = (time - from) / 86_400_000;
  const years = days / 365.25;
  const far = years < 2 ? `${Math.round(days)} days` : `${Math.round(years)} years`;
  const records = late === 1 ? "one record was" : `${late.toLocaleString("en-US")} records were`;
  return `the record ${topic}/${partition}:${offset} of ${
    new Date(time).toISOString()
  } moved the ` +
    `time by ${far}, and ${records} late since. If its time is wrong: --engine questdb counts them all`;
}
