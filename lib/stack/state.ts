/** What `up` remembers between commands: which engines it started, and where. */
import type { Engine } from "./engines/define.ts";
import { privateFolder, writePrivate } from "./machine/private.ts";
import { stackDir } from "./stack_dir.ts";

/** Ports on 127.0.0.1 by their names; see {@linkcode Engine.ports}. */
export type Ports = Record<string, number>;

/** Engines that this project started. Written before they start, so that a killed `up` can be resumed. */
export interface State {
  mode: "docker" | "java";
  ports: Ports;
  /** Versions by the engines' names: not every protocol reports one. */
  versions: Record<string, string>;
}

/** The ports of an engine, or undefined if it was not started. */
export function portsOf(engine: Pick<Engine, "ports">, ports: Ports = {}): Ports | undefined {
  const names = Object.keys(engine.ports);
  return names.every((name) => name in ports)
    ? Object.fromEntries(names.map((name) => [name, ports[name]!]))
    : undefined;
}

/**
 * The last state written, or undefined if nothing was ever started.
 *
 * @param dir The folder of the state.
 * @default dir stackDir()
 */
export async function readState(dir = stackDir()): Promise<State | undefined> {
  let text;
  try {
    text = await Deno.readTextFile(`${dir}/state.json`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  try {
    // An older state has no versions.
    const { mode, ports, versions = {} } = JSON.parse(text);
    const known = mode === "docker" || mode === "java";
    const whole = Object.values(ports).every(Number.isInteger) &&
      Object.values(versions).every((version) => typeof version === "string");
    return known && whole ? { mode, ports, versions } : undefined;
  } catch {
    // A damaged file loses the remembered ports only: engines are found by their process.
    return undefined;
  }
}

/**
 * Writes the state in one step, for its owner only.
 *
 * @default dir stackDir()
 */
export async function writeState(state: State, dir = stackDir()): Promise<void> {
  await privateFolder(dir);
  await writePrivate(`${dir}/state.json`, JSON.stringify(state, null, 2) + "\n");
}
