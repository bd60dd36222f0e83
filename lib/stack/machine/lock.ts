import { until } from "../../retry.ts";
import { stackDir } from "../stack_dir.ts";
import { privateFolder } from "./private.ts";

/** Options for {@linkcode withLock}. */
export interface LockOptions {
  /** Gives up waiting. */
  signal?: AbortSignal;
  /** Called once if another process holds the lock. @default console.error */
  log?: (line: string) => void;
  /** The folder to lock. @default stackDir() */
  dir?: string;
}

/**
 * Does the work while no other process starts or stops the same engines. The lock is the kernel's
 * (`flock`): it ends with its holder, even if that is killed.
 */
export async function withLock<T>(work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const { dir = stackDir(), log = console.error, signal } = options;
  await privateFolder(dir);
  using file = await Deno.open(`${dir}/lock`, { create: true, write: true, mode: 0o600 });
  let waiting = false;
  await until(async () => {
    if (await file.tryLock(true)) return true;
    if (!waiting) log("Waiting for another up or down to finish");
    waiting = true;
    return false;
  }, { every: 100, signal });
  return await work();
}
