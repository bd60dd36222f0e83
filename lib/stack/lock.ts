import { stackDir } from "./state.ts";

/** Options of {@linkcode withLock}. */
export interface LockOptions {
  /** Gives up waiting. */
  signal?: AbortSignal;
  /** Told once when another process holds the lock. @default console.error */
  log?: (line: string) => void;
  /** The folder to lock. @default stackDir() */
  dir?: string;
}

/**
 * Does the work while no other process starts or stops the same engines. The lock is the kernel's
 * (`flock`): it ends with its holder, however that dies.
 */
export async function withLock<T>(work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const { dir = stackDir() } = options;
  await Deno.mkdir(dir, { recursive: true });
  using file = await Deno.open(`${dir}/lock`, { create: true, write: true });
  let told = false;
  while (!await file.tryLock(true)) {
    options.signal?.throwIfAborted();
    if (!told) (options.log ?? console.error)("Waiting for another up or down to finish");
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return await work();
}
