/** Records that wait for the row that they are joined to, in the order in which they were read. */
import type { IncomingMessage, TopicPartition } from "../kafka/consumer.ts";

/** A record that waits. */
export interface WaitingRecord {
  /** The key of the row. */
  key: string;
  record: Record<string, unknown>;
  message: IncomingMessage;
  from: TopicPartition;
  /** When it was read, in milliseconds of a clock that never goes back. */
  since: number;
}

/** The records of one input that wait. */
export class Waiting {
  readonly #all = new Set<WaitingRecord>();
  readonly #byKey = new Map<string, WaitingRecord[]>();
  /** By topic and partition; each in the order of its offsets. */
  readonly #byPlace = new Map<string, Set<WaitingRecord>>();

  /** How many wait. */
  get size(): number {
    return this.#all.size;
  }

  add(waiting: WaitingRecord): void {
    this.#all.add(waiting);
    const same = this.#byKey.get(waiting.key);
    if (same) same.push(waiting);
    else this.#byKey.set(waiting.key, [waiting]);
    const place = placeOf(waiting.from);
    const there = this.#byPlace.get(place);
    if (there) there.add(waiting);
    else this.#byPlace.set(place, new Set([waiting]));
  }

  /** Takes out the records that wait for a key, in their order. */
  take(key: string): readonly WaitingRecord[] {
    const taken = this.#byKey.get(key);
    if (!taken) return [];
    this.#byKey.delete(key);
    for (const waiting of taken) this.#remove(waiting);
    return taken;
  }

  /** Takes out the records that were read before a moment. */
  takeOlder(than: number): WaitingRecord[] {
    const taken: WaitingRecord[] = [];
    for (const waiting of this.#all) {
      if (waiting.since >= than) break;
      taken.push(waiting);
    }
    for (const waiting of taken) {
      this.#remove(waiting);
      const left = this.#byKey.get(waiting.key)!;
      left.shift(); // in the order in which they were read, it is the first
      if (left.length === 0) this.#byKey.delete(waiting.key);
    }
    return taken;
  }

  /** The lowest offset that waits in a partition. */
  lowest(from: TopicPartition): number | undefined {
    for (const { message } of this.#byPlace.get(placeOf(from)) ?? []) return message.offset;
  }

  clear(): void {
    this.#all.clear();
    this.#byKey.clear();
    this.#byPlace.clear();
  }

  #remove(waiting: WaitingRecord): void {
    this.#all.delete(waiting);
    const place = placeOf(waiting.from);
    const there = this.#byPlace.get(place)!;
    there.delete(waiting);
    if (there.size === 0) this.#byPlace.delete(place);
  }
}

function placeOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
