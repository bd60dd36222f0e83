/**
 * Whether a process of this machine still lives: each keeps a file locked (`flock`) that it names by a
 * random id. The kernel unlocks the file when the process ends, however it ends, and only after it can
 * send nothing any more.
 */
import { join } from "node:path";
import { privateFolder } from "./private.ts";
import { stackDir } from "../stack_dir.ts";

/** Milliseconds after which nobody asks any more for the file of a process that has died. */
const KEPT = 60_000;

/** A file that is locked while its process lives. */
export interface LifeSign {
  /** Names it for other processes: 36 characters. */
  readonly id: string;
  /** Takes it away. */
  end(): Promise<void>;
}

/**
 * Begins to show that this process lives.
 *
 * @param dir Folder of the files. @default `running` in the engines' folder
 */
export async function showLife(dir: string = defaultDir()): Promise<LifeSign> {
  await privateFolder(dir);
  const id = crypto.randomUUID();
  const path = join(dir, id);
  const file = await Deno.open(path, { createNew: true, write: true, mode: 0o600 });
  await file.lock(true);
  await removeOld(dir);
  return {
    id,
    async end() {
      file.close();
      await forgetLife(id, dir);
    },
  };
}

/**
 * Whether the process of a life sign has certainly ended. False if it lives, and if that cannot be known: if
 * it ran on another machine, in another container or in another folder.
 */
export async function hasDied(id: string, dir: string = defaultDir()): Promise<boolean> {
  return await isLocked(id, dir) === false;
}

/** Whether the process of a life sign certainly lives. */
export async function isAlive(id: string, dir: string = defaultDir()): Promise<boolean> {
  return await isLocked(id, dir) === true;
}

/** @returns Undefined if there is no such file, or it is another user's. */
async function isLocked(id: string, dir: string): Promise<boolean | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined; // comes from Kafka: never a path
  try {
    using file = await Deno.open(join(dir, id), { write: true });
    return !await file.tryLock(true);
  } catch (error) {
    const { NotFound, PermissionDenied } = Deno.errors;
    if (error instanceof NotFound || error instanceof PermissionDenied) return undefined;
    throw error;
  }
}

/** Removes the file of a process that has died. */
export async function forgetLife(id: string, dir: string = defaultDir()): Promise<void> {
  await Deno.remove(join(dir, id)).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error; // another process did it
  });
}

/** Removes the files of processes that died, and were not followed by others. */
async function removeOld(dir: string): Promise<void> {
  for await (const { name } of Deno.readDir(dir)) {
    const { mtime } = await Deno.stat(join(dir, name)).catch(() => ({ mtime: null })); // it has ended
    if (mtime === null || Date.now() - mtime.getTime() < KEPT) continue;
    if (await hasDied(name, dir)) await forgetLife(name, dir);
  }
}

function defaultDir(): string {
  return join(stackDir(), "running");
}
