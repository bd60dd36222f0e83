import { sleep } from "../retry.ts";
import type { EngineTarget, OwnStack } from "./own_stack.ts";

/** Kills engines and starts them again; knows whether both are up. */
export class EngineKeeper {
  readonly #stack: OwnStack;
  readonly #signal: AbortSignal;
  #wanted = 0;
  #restored = 0;
  #stopped = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(stack: OwnStack, signal: AbortSignal) {
    this.#stack = stack;
    this.#signal = signal;
  }

  /** Whether no engine is down or stopped. */
  get up(): boolean {
    return this.#wanted === this.#restored && this.#stopped === 0;
  }

  /** Resolves when all that was killed answers again. @throws An engine cannot be started. */
  settled(): Promise<void> {
    return this.#work;
  }

  /** Kills an engine; it is started again after `wait` milliseconds. @returns Whether it was running. */
  async kill(target: EngineTarget, wait: number): Promise<boolean> {
    const pid = (await this.#stack.pids())[target];
    if (pid === undefined || !send(pid, "SIGKILL")) return false;
    const goal = ++this.#wanted;
    this.#work = this.#work.then(async () => {
      if (this.#restored >= goal) return; // together with an earlier one
      await sleep(wait, this.#signal);
      const until = this.#wanted;
      await this.#stack.restore(this.#signal);
      this.#restored = until;
    });
    this.#work.catch(() => {}); // thrown by settled()
    return true;
  }

  /** Stops an engine for some milliseconds. @returns Whether it was running. */
  async pause(target: EngineTarget, time: number): Promise<boolean> {
    const pid = (await this.#stack.pids())[target];
    if (pid === undefined || !send(pid, "SIGSTOP")) return false;
    this.#stopped++;
    try {
      await sleep(time, this.#signal);
    } finally {
      // Not if it was killed meanwhile: its id may be another's.
      if ((await this.#stack.pids())[target] === pid) send(pid, "SIGCONT");
      this.#stopped--;
    }
    return true;
  }
}

function send(pid: number, signal: Deno.Signal): boolean {
  try {
    Deno.kill(pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false; // it ended at this very moment
    throw error;
  }
}
