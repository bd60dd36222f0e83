/** What `up` remembers between commands: which engines it started, and where. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Ports of one set of engines, all on 127.0.0.1. */
export interface Ports {
  /** Kafka's clients. */
  kafka: number;
  /** Kafka's own controller traffic; unused under Docker. */
  controller: number;
  /** QuestDB's REST and ILP over HTTP. */
  http: number;
  /** QuestDB's PostgreSQL wire protocol. */
  pg: number;
  /** QuestDB's ILP over TCP. */
  ilp: number;
  /** QuestDB's health and metrics. */
  metrics: number;
}

/** Engines that this project started. Written before they start, so that a killed `up` can be resumed. */
export interface State {
  mode: "docker" | "java";
  ports: Ports;
  /** Kafka's version: its protocol does not tell. */
  kafkaVersion: string;
}

/** The ports that people expect. */
export const PREFERRED_PORTS: Ports = {
  kafka: 9092,
  controller: 9093,
  http: 9000,
  pg: 8812,
  ilp: 9009,
  metrics: 9003,
};

/** The project's own folder, wherever a command was called. */
export const PROJECT_ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of the engines' state: `TRIBUTARY_STACK_DIR`, else `.stack` in the project. */
export function stackDir(): string {
  return resolve(PROJECT_ROOT, Deno.env.get("TRIBUTARY_STACK_DIR") || ".stack");
}

/**
 * The last state written, or undefined where nothing was ever started.
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
    const { mode, ports, kafkaVersion } = JSON.parse(text);
    const whole = Object.keys(PREFERRED_PORTS).every((name) => Number.isInteger(ports[name]));
    const known = mode === "docker" || mode === "java";
    return whole && known && typeof kafkaVersion === "string"
      ? { mode, ports, kafkaVersion }
      : undefined;
  } catch {
    // A damaged file costs the remembered ports only: engines are found by their process.
    return undefined;
  }
}

/**
 * Writes the state in one step: a reader or a kill sees the old one or the new one.
 *
 * @default dir stackDir()
 */
export async function writeState(state: State, dir = stackDir()): Promise<void> {
  const file = `${dir}/state.json`;
  await Deno.mkdir(dir, { recursive: true });
  await Deno.writeTextFile(`${file}.new`, JSON.stringify(state, null, 2) + "\n");
  await Deno.rename(`${file}.new`, file);
}
