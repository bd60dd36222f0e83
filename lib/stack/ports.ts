import { run } from "./run.ts";
import { type Ports, PREFERRED_PORTS, stackDir } from "./state.ts";

/** How many ports are tried beside the preferred one, a thousand apart, all below 60000. */
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
 * Who listens on a port: `java (process 1234)`.
 *
 * @returns The holder as text; `another process` where the system does not tell.
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

/** Options of {@linkcode choosePorts}. */
export interface PortOptions {
  /** Ports that these engines had before: taken again where free. */
  remembered?: Ports;
  /** Told of each port wanted that is taken, and by whom. @default console.error */
  log?: (line: string) => void;
  /** Whether a port is free. @default isFree */
  free?: (port: number) => boolean;
  /** The stack's folder. @default stackDir() */
  dir?: string;
}

/**
 * A free port for each name: the remembered one, the preferred one, or that plus thousands. Which
 * thousands depends on the folder, so that stacks side by side keep out of each other's way.
 *
 * @param names The ports wanted.
 */
export async function choosePorts(
  names: (keyof Ports)[],
  options: PortOptions = {},
): Promise<Partial<Ports>> {
  const { remembered, log = console.error, free = isFree, dir = stackDir() } = options;
  let hash = 0;
  for (const char of dir) hash = (hash * 31 + char.codePointAt(0)!) % STEPS;
  const chosen: Partial<Ports> = {};
  for (const name of names) {
    const preferred = PREFERRED_PORTS[name];
    const wanted = remembered?.[name] ?? preferred;
    const others = Array.from({ length: STEPS }, (_, i) => 1000 * (10 + (hash + i) % STEPS));
    const candidates = [wanted, preferred, ...others.map((offset) => preferred + offset)];
    const port = candidates.find(free);
    if (port === undefined) {
      throw new Error(
        `Cannot find a port for ${name}: ${preferred} and ${STEPS} others are all taken`,
      );
    }
    if (port !== wanted) {
      const holder = await portHolder(wanted);
      log(`Port ${wanted} (${name}) is held by ${holder}; taking ${port} instead`);
    }
    chosen[name] = port;
  }
  return chosen;
}
