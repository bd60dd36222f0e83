import { run } from "./run.ts";
import { stackDir } from "../stack_dir.ts";
import type { Ports } from "../state.ts";

/** How many ports are tried after the preferred one, a thousand apart, all below 60000. */
const STEPS = 40;

/** Whether a server could listen on this port of 127.0.0.1. */
export function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}

/**
 * The process that listens on a port: `java (process 1234)`.
 *
 * @returns `another process` if the system does not say.
 */
export async function portHolder(port: number): Promise<string> {
  const ss = await run(["ss", "-ltnpH", `sport = :${port}`]);
  const found = /"([^"]+)",pid=(\d+)/.exec(ss.stdout);
  if (found) return `${found[1]} (process ${found[2]})`;
  const lsof = await run(["lsof", "-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"]);
  const [pid, name] = ["p", "c"].map((field) =>
    new RegExp(`^${field}(.+)$`, "m").exec(lsof.stdout)?.[1]
  );
  return pid && name ? `${name} (process ${pid})` : "another process";
}

/** Options for {@linkcode choosePorts}. */
export interface PortOptions {
  /** Ports that the engines had before: taken again if free. @default {} */
  remembered?: Ports;
  /** Called for each wanted port that is taken, with its holder. @default console.error */
  log?: (line: string) => void;
  /** Whether a port is free. @default isFree */
  free?: (port: number) => boolean;
  /** The stack's folder. @default stackDir() */
  dir?: string;
}

/**
 * Chooses a free port for each name: the remembered one, the preferred one, or that plus thousands.
 * Which thousands depends on the folder, so that stacks side by side avoid each other.
 *
 * @param preferred Names of the ports and their preferred numbers.
 * @throws {Error} No candidate is free.
 */
export async function choosePorts<Name extends string>(
  preferred: Readonly<Record<Name, number>>,
  options: PortOptions = {},
): Promise<Record<Name, number>> {
  const { remembered = {}, log = console.error, free = isFree, dir = stackDir() } = options;
  let hash = 0;
  for (const char of dir) hash = (hash * 31 + char.codePointAt(0)!) % STEPS;
  const offsets = Array.from({ length: STEPS }, (_, i) => 1000 * (10 + (hash + i) % STEPS));
  const chosen: Ports = {};
  for (const [name, first] of Object.entries<number>(preferred)) {
    const wanted = remembered[name] ?? first;
    const candidates = [wanted, first, ...offsets.map((offset) => first + offset)];
    const port = candidates.find((port) => free(port) && !Object.values(chosen).includes(port));
    if (port === undefined) {
      throw new Error(`Cannot find a port for ${name}: ${first} and ${STEPS} others are all taken`);
    }
    if (port !== wanted) {
      const holder = await portHolder(wanted);
      log(`Port ${wanted} (${name}) is held by ${holder}; taking ${port} instead`);
    }
    chosen[name] = port;
  }
  return chosen as Record<Name, number>;
}
