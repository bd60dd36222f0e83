import { sleep, until } from "../retry.ts";
import type { EngineTarget, OwnStack } from "./own_stack.ts";

/** Kills engines and starts them again; knows which are up. Times are in milliseconds. */
export class EngineKeeper {
  readonly #stack: Pick<OwnStack, "pids" | "restore">;
  readonly #signal: AbortSignal;
  readonly #down = new Set<EngineTarget>();
  readonly #upSince = new Map<EngineTarget, number>();
  #stopped = 0;
  #work: Promise<void> = Promise.resolve();
  #failure: { error: unknown } | undefined;

  constructor(stack: Pick<OwnStack, "pids" | "restore">, signal: AbortSignal) {
    this.#stack = stack;
    this.#signal = signal;
  }

  /** Whether no engine is down or stopped. */
  get up(): boolean {
    return this.#down.size === 0 && this.#stopped === 0;
  }

  /** Resolves when all that was killed answers again. @throws An engine cannot be started. */
  settled(): Promise<void> {
    return this.#work;
  }

  /**
   * Waits until an engine has answered for this long since it was started again: one that is killed
   * while it starts would never let a record through.
   *
   * @returns False if the signal aborted meanwhile.
   * @throws An engine cannot be started.
   */
  async ready(
    target: EngineTarget,
    { least, signal }: { least: number; signal: AbortSignal },
  ): Promise<boolean> {
    const check = () => {
      if (this.#failure) throw this.#failure.error;
      const since = this.#upSince.get(target) ?? -Infinity;
      return signal.aborted || (!this.#down.has(target) && performance.now() - since >= least);
    };
    await until(check, { every: 100 });
    return !signal.aborted;
  }

  /** Kills an engine; it is started again after `wait` milliseconds. @returns Whether it was running. */
  async kill(target: EngineTarget, wait: number): Promise<boolean> {
    const pid = (await this.#stack.pids())[target];
    if (pid === undefined || !send(pid, "SIGKILL")) return false;
    this.#down.add(target);
    this.#work = this.#work.then(async () => {
      await sleep(wait, this.#signal);
      await this.#stack.restore(this.#signal);
      this.#down.delete(target);
      this.#upSince.set(target, performance.now());
    });
    // Thrown by settled() and ready(), too.
    this.#work.catch((error) => this.#failure ??= { error });
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
