import { liveCode, type LiveKind } from "./live_names.ts";
import type { LiveAnswer, LiveQuestion } from "./protocol.ts";

/** Milliseconds to wait for the kernel. */
const PATIENCE = 250;

/** Asks the kernel about live values by way of the relay, which answers at once if a cell runs. */
export class LiveValues {
  #count = 0;
  #waiting = new Map<string, (names: string[]) => void>();
  readonly #send: (question: LiveQuestion) => void;

  constructor(send: (question: LiveQuestion) => void) {
    this.#send = send;
  }

  /** The names of a value; none if there is no such value or no answer in time. */
  async names(kind: LiveKind, path?: string): Promise<string[]> {
    const ask = String(++this.#count);
    const { promise, resolve } = Promise.withResolvers<string[]>();
    this.#waiting.set(ask, resolve);
    const timer = setTimeout(() => resolve([]), PATIENCE);
    this.#send({ ask, code: liveCode(ask, kind, path) });
    const names = await promise;
    clearTimeout(timer);
    this.#waiting.delete(ask);
    return names;
  }

  /** Takes the relay's answer. */
  answer({ id, names }: LiveAnswer): void {
    this.#waiting.get(id)?.(names);
  }
}
