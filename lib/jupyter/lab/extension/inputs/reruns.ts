import type { Affected } from "../../../prelude/cell_graph.ts";
import type { InputAnswer } from "./protocol.ts";

/** An input of a notebook. */
export interface RerunInput {
  /** Sends a value to the kernel. Rejects if the kernel no longer answers. */
  send(value: unknown, order: string[]): Promise<InputAnswer>;
  /** Shows a line at the control. */
  say(note: string, failed?: boolean): void;
  /** Shows again which cells it runs. */
  rest(cells: Affected[]): void;
}

/** The notebook in which cells run again. */
export interface RerunNotebook {
  /** The ids of its code cells from top to bottom. */
  order(): string[];
  /** Runs code that is no cell; rejects if it fails. */
  execute(code: string): Promise<void>;
  /** Runs a cell. @returns Why it failed; undefined if it did not. */
  run(cell: string): Promise<string | undefined>;
  /** How the cell is called: `[4]`. */
  number(cell: string): string;
}

/**
 * Gives variables their new values and runs the cells that read them: one at a time, in the order of
 * the notebook. While they run, new values are kept, the latest of each input; they are given to the
 * kernel after the cell that runs, and the rest begins again. A cell that fails, as by Stop, ends it.
 */
export class Reruns {
  #notebook: RerunNotebook;
  /** The values that the kernel does not have yet. */
  #next = new Map<RerunInput, unknown>();
  #running = false;

  constructor(notebook: RerunNotebook) {
    this.#notebook = notebook;
  }

  /** Whether cells run. */
  get running(): boolean {
    return this.#running;
  }

  /** Sets an input. The promise is settled when nothing runs any more. */
  async set(input: RerunInput, value: unknown): Promise<void> {
    this.#next.set(input, value);
    if (this.#running) return;
    this.#running = true;
    try {
      await this.#run();
    } finally {
      this.#running = false;
    }
  }

  async #run(): Promise<void> {
    const notebook = this.#notebook;
    const active = new Map<RerunInput, Affected[]>();
    let rest: string[] = [];
    let done = 0;
    const say = (note: string, failed = false) =>
      active.keys().forEach((input) => input.say(note, failed));
    while (this.#next.size > 0 || rest.length > 0) {
      const [next] = this.#next;
      if (next) {
        const [input, value] = next;
        this.#next.delete(input);
        const order = notebook.order();
        const cells = await this.#give(input, value, order);
        if (!cells) continue;
        active.set(input, cells);
        const wanted = new Set([...rest, ...cells.map(({ cell }) => cell)]);
        rest = order.filter((id) => wanted.has(id));
        done = 0;
        continue;
      }
      const cell = rest.shift()!;
      say(`Running ${notebook.number(cell)} (${++done} of ${done + rest.length}) …`);
      const failure = await notebook.run(cell);
      if (failure === undefined || this.#next.size > 0) continue;
      const left = rest.map((id) => notebook.number(id)).join(", ");
      say(`Stopped at ${notebook.number(cell)}: ${failure}${left && `. Not run: ${left}`}`, true);
      return;
    }
    for (const [input, cells] of active) input.rest(cells);
  }

  /** Gives the kernel a value. @returns The cells that read it; undefined if it was not taken. */
  async #give(input: RerunInput, value: unknown, order: string[]) {
    try {
      const answer = await input.send(value, order);
      if (answer.type === "refused") input.say(answer.message, true);
      if (answer.type !== "cells") return undefined;
      if (answer.assign !== undefined) await this.#notebook.execute(answer.assign);
      return answer.cells;
    } catch (error) {
      input.say(error instanceof Error ? error.message : String(error), true);
      return undefined;
    }
  }
}
