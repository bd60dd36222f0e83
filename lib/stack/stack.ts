/** Finding and starting the engines: external, Docker, or Java. */
import { questdbAddress } from "../config.ts";
import { UnavailableError } from "../errors.ts";
import { chooseMode } from "./choose_mode.ts";
import { checkSpace } from "./disk.ts";
import { startDocker } from "./docker.ts";
import { PORTS_OF, startJava } from "./java.ts";
import { healthOf, type KnownEngines, knownEngines, type Mode, wantedMode } from "./known.ts";
import { withLock } from "./lock.ts";
import { tailOf } from "./logs.ts";
import { isFree } from "./ports.ts";
import { type Engine, ENGINES, runningEngines, SERVICE, startError } from "./processes.ts";
import { readState } from "./state.ts";

/** Longest wait until both engines answer, milliseconds: a busy machine may need a minute. */
const PATIENCE = 120_000;

/** A Kafka and a QuestDB that answer. */
export interface Stack extends KnownEngines {
  /** As `9.3.4`, told by the server. */
  questdbVersion: string | null;
}

/** Options of {@linkcode ensureStack}. */
export interface StackOptions {
  /** Gives up waiting. What was started goes on, and the next call finds it. */
  signal?: AbortSignal;
  /** Told of each step and each decision. @default console.error */
  log?: (line: string) => void;
  /** Where the engines come from. @default TRIBUTARY_STACK, else the first that is there */
  mode?: Mode;
}

/**
 * Finds or starts Kafka and QuestDB, and resolves when both answer. Quick where they run already,
 * and safe to call from many processes at once.
 *
 * @throws {UnavailableError} They cannot be reached or started: why, and what to do.
 * @throws {UsageError} The environment names them in a way that is not understood.
 */
export async function ensureStack(options: StackOptions = {}): Promise<Stack> {
  const wanted = wantedMode(options.mode);
  const known = await knownEngines(wanted);
  if (known?.mode === "external") return await answering(known);
  const found = known && await answering(known).catch(() => undefined);
  if (found) return found;
  await checkSpace();
  return await withLock(async () => {
    const mode = await chooseMode(wanted, options);
    for (let attempt = 1;; attempt++) {
      await (mode === "docker" ? startDocker : startJava)(options);
      const result = await untilAnswering((await knownEngines(mode))!, options.signal);
      if (typeof result === "object") return result;
      if (attempt < 3 && await lostPort(result)) {
        (options.log ?? console.error)(
          `Another process took a port of ${SERVICE[result]} meanwhile; trying others`,
        );
        continue;
      }
      throw startError(
        result,
        `it ended by itself. Its last lines:\n${await tailOf(result, 6)}\n` +
          `More: deno task logs ${result}`,
      );
    }
  }, options);
}

/** Options of {@linkcode findStack}. */
export interface FindOptions {
  /** Those that must answer; the others may be away. @default all */
  engines?: readonly Engine[];
}

/**
 * Finds engines that run, and starts none.
 *
 * @throws {UnavailableError} One does not answer, with the command that starts it.
 */
export async function findStack({ engines = ENGINES }: FindOptions = {}): Promise<Stack> {
  const known = await knownEngines();
  if (known) return await answering(known, engines);
  const service = engines.map((engine) => SERVICE[engine]).join(" and ");
  throw new UnavailableError(
    `Cannot find ${service}: none was started here. Start it with: deno task up`,
    { service, address: "127.0.0.1" },
  );
}

async function answering(
  known: KnownEngines,
  engines = ENGINES as readonly Engine[],
): Promise<Stack> {
  const health = await healthOf(known, engines);
  const { kafka, questdb } = known.endpoints;
  const addresses = { kafka: kafka.brokers.join(","), questdb: questdbAddress(questdb) };
  const variables = { kafka: "KAFKA_BOOTSTRAP_SERVERS", questdb: "QDB_CLIENT_CONF" };
  for (const engine of engines) {
    const { [engine]: found } = health;
    if (found.up) continue;
    const service = SERVICE[engine];
    const address = addresses[engine];
    const next = known.mode === "external"
      ? `Start it, or correct ${variables[engine]}`
      : "Start it with: deno task up";
    throw new UnavailableError(
      `Cannot reach ${service} at ${address}: ${found.reason}. ${next}`,
      { service, address },
    );
  }
  return { ...known, questdbVersion: health.questdb.up ? health.questdb.version : null };
}

/** Waits for both. @returns The stack, or the engine that ended meanwhile. */
async function untilAnswering(known: KnownEngines, signal?: AbortSignal): Promise<Stack | Engine> {
  const end = Date.now() + PATIENCE;
  for (let round = 1;; round++) {
    signal?.throwIfAborted();
    try {
      return await answering(known);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      if (round % 5 === 0 && known.mode === "java") {
        const running = await runningEngines();
        const ended = ENGINES.find((engine) => running[engine] === undefined);
        if (ended) return ended;
      }
      if (Date.now() > end) {
        throw new UnavailableError(
          `${error.message.split(". ")[0]}, ${PATIENCE / 1000} s after its start. ` +
            "See: deno task logs. To start afresh: deno task down, then deno task up",
          error,
        );
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Whether a port of an engine that ended is now held by another process. */
async function lostPort(engine: Engine): Promise<boolean> {
  const ports = (await readState())?.ports;
  return ports !== undefined && PORTS_OF[engine].some((name) => !isFree(ports[name]));
}
