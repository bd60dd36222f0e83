import { run } from "./run.ts";
import { type Ports, PREFERRED_PORTS } from "./state.ts";

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
}

/**
 * A free port for each name: the remembered one, the preferred one, or that plus 10,000, 20,000 …
 *
 * @param names The ports wanted.
 */
export async function choosePorts(
  names: (keyof Ports)[],
  options: PortOptions = {},
): Promise<Partial<Ports>> {
  const { remembered, log = console.error, free = isFree } = options;
  const chosen: Partial<Ports> = {};
  for (const name of names) {
    const preferred = PREFERRED_PORTS[name];
    const wanted = remembered?.[name] ?? preferred;
    const candidates = [wanted, ...[0, 1, 2, 3, 4, 5].map((step) => preferred + 10_000 * step)];
    const port = candidates.find(free);
    if (port === undefined) {
      throw new Error(`Cannot find a port for ${name}: ${candidates.join(", ")} are all taken`);
    }
    if (port !== wanted) {
      const holder = await portHolder(wanted);
      log(`Port ${wanted} (${name}) is held by ${holder}; taking ${port} instead`);
    }
    chosen[name] = port;
  }
  return chosen;
}
