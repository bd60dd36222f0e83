import { run } from "./run.ts";
import { stackDir } from "../stack_dir.ts";
import type { Ports } from "../state.ts";

/** How many ports are tried after the preferred one, all below {@linkcode EPHEMERAL}. */
const STEPS = 44;
/** Distance between them. */
const STEP = 500;

/**
 * The first port that a system gives to outgoing connections: 32768 on Linux, 49152 elsewhere. One of
 * these could take an engine's port while the engine is down.
 */
const EPHEMERAL = 32_768;

/**
 * Ports that browsers and fetch refuse to open, of those above 1023
 * (https://fetch.spec.whatwg.org/#port-blocking).
 */
const BLOCKED = new Set([
  ...[1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668],
  ...[6669, 6679, 6697, 10_080],
]);

/** Whether an engine may have this port. */
export function isSuitable(port: number): boolean {
  return port > 1023 && port < EPHEMERAL && !BLOCKED.has(port);
}

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
 * Chooses a free port for each name: the remembered one, the preferred one, or one further up, but
 * below those of outgoing connections. Which one depends on the folder, so that stacks side by side
 * avoid each other.
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
  const offsets = Array.from({ length: STEPS }, (_, i) => STEP * (1 + (hash + i) % STEPS));
  const chosen: Ports = {};
  for (const [name, first] of Object.entries<number>(preferred)) {
    const wanted = remembered[name] ?? first;
    const candidates = [wanted, first, ...offsets.map((offset) => first + offset)]
      .filter(isSuitable);
    const port = candidates.find((port) => free(port) && !Object.values(chosen).includes(port));
    if (port === undefined) {
      throw new Error(`Cannot find a port for ${name}: ${first} and ${STEPS} others are all taken`);
    }
    if (port !== wanted) {
      const why = isSuitable(wanted)
        ? `is held by ${await portHolder(wanted)}`
        : "is one that the system gives to outgoing connections";
      log(`Port ${wanted} (${name}) ${why}; taking ${port} instead`);
    }
    chosen[name] = port;
  }
  return chosen as Record<Name, number>;
}
