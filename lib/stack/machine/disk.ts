import { dirname } from "node:path";
import { UnavailableError } from "../../errors.ts";
import { type Run, run as runProgram } from "./run.ts";
import { stackDir } from "../stack_dir.ts";

/** Free space below which the engines are not started, MB: they fail badly on a full disk. */
export const WANTED_MB = 500;

/** Options for {@linkcode freeMegabytes} and {@linkcode checkSpace}. */
export interface DiskOptions {
  /** Runs df. @default run */
  run?: Run;
  /** The stack's folder. @default stackDir() */
  dir?: string;
}

/**
 * Free space where the engines keep their data, in megabytes.
 *
 * @returns Undefined if the system does not say.
 */
export async function freeMegabytes(
  { run = runProgram, dir = stackDir() }: DiskOptions = {},
): Promise<number | undefined> {
  // The folder may not be there yet: its parent is on the same disk.
  const { stdout } = await run(["df", "-Pk", dir, dirname(dir)]);
  // Filesystem, 1024-blocks, used, available, capacity, mounted on
  const available = /^.*\s\d+\s+\d+\s+(\d+)\s+\d+%/m.exec(stdout)?.[1];
  return available === undefined ? undefined : Math.floor(Number(available) / 1024);
}

/** @throws {UnavailableError} The disk is too full to start the engines. */
export async function checkSpace(options: DiskOptions = {}): Promise<void> {
  const free = await freeMegabytes(options);
  if (free === undefined || free >= WANTED_MB) return;
  throw new UnavailableError(
    `Cannot start the engines: ${free} MB are free where they keep their data, ` +
      `and they need ${WANTED_MB}. Free some space, or set TRIBUTARY_STACK_DIR to a folder elsewhere`,
    { service: "disk", address: options.dir ?? stackDir() },
  );
}
