import TinyQueue from "tinyqueue";

/**
 * Something that goes on in simulated time: the arrival of orders, the life of one. It yields when it
 * goes on, in milliseconds since 1970, never earlier than before.
 */
export type Process = Generator<number, void>;

/** A process, and when it goes on. */
interface Waiting {
  at: number;
  /** How many were added before it. */
  number: number;
  background: boolean;
  process: Process;
}

/**
 * Processes that go on in turn, in the order of simulated time; at the same time, the one that was
 * added first. They may add others.
 */
export class Timeline {
  #queue = new TinyQueue<Waiting>([], (a, b) => a.at - b.at || a.number - b.number);
  #added = 0;
  /** How many are left, those in the background excepted. */
  #left = 0;

  /** Adds a process. One in the background ends when no other is left. */
  add(process: Process, { background = false }: { background?: boolean } = {}): void {
    this.#go({ at: NaN, number: this.#added++, background, process });
  }

  /** What goes on next; undefined at the end. */
  get next(): { readonly at: number; readonly background: boolean } | undefined {
    return this.#left > 0 ? this.#queue.peek() : undefined;
  }

  /** Lets the next process go on. */
  step(): void {
    const waiting = this.#queue.pop()!;
    if (!waiting.background) this.#left--;
    this.#go(waiting);
  }

  #go(waiting: Waiting): void {
    const { value, done } = waiting.process.next();
    if (done) return;
    waiting.at = value;
    if (!waiting.background) this.#left++;
    this.#queue.push(waiting);
  }
}
