/** Finding and starting the engines: external, Docker, or Java. */
import { type Endpoints, questdbAddress } from "../config.ts";
import { UnavailableError, UsageError } from "../errors.ts";
import { dockerAnswers, startDocker } from "./docker.ts";
import { environment, externalEndpoints } from "./external.ts";
import { type Health, kafkaHealth, questdbHealth } from "./health.ts";
import { startJava } from "./java.ts";
import { withLock } from "./lock.ts";
import { runningEngines } from "./processes.ts";
import { type Ports, readState } from "./state.ts";

/** Where the engines come from. */
export const MODES = ["external", "docker", "java"] as const;
/** One of {@linkcode MODES}. */
export type Mode = typeof MODES[number];

/** A Kafka and a QuestDB that answer. */
export interface Stack {
  mode: Mode;
  endpoints: Endpoints;
  /** As `4.1.2`; null where it is not ours, for the protocol does not tell. */
  kafkaVersion: string | null;
  /** As `9.3.4`, told by the server. */
  questdbVersion: string | null;
}

/** Options of {@linkcode ensureStack}. */
export interface StackOptions {
  /** Gives up waiting. */
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
  if (known && (wanted ?? known.mode) === known.mode) {
    const found = await answering(known).catch(() => undefined);
    if (found) return found;
  }
  return await withLock(async () => {
    const mode = await chooseMode(wanted);
    const start = mode === "docker" ? startDocker : startJava;
    await start(options);
    return await answering((await knownEngines(mode))!);
  }, options);
}

/**
 * Finds engines that run, and starts none.
 *
 * @throws {UnavailableError} One does not answer, with the command that starts it.
 */
export async function findStack(): Promise<Stack> {
  const known = await knownEngines(wantedMode());
  if (known) return await answering(known);
  throw new UnavailableError(
    "Cannot find Kafka and QuestDB: none was started here. Start it with: deno task up",
    { service: "Kafka and QuestDB", address: "127.0.0.1" },
  );
}

/** Engines whose addresses are known, running or not. */
export type KnownEngines = Omit<Stack, "questdbVersion">;

/** The engines that the environment names, or that were started here last. */
export async function knownEngines(wanted = wantedMode()): Promise<KnownEngines | undefined> {
  if (wanted === undefined || wanted === "external") {
    const endpoints = externalEndpoints();
    if (endpoints) return { mode: "external", endpoints, kafkaVersion: null };
    if (wanted === "external") {
      throw new UsageError(
        "Cannot use external engines: set KAFKA_BOOTSTRAP_SERVERS and QDB_CLIENT_CONF",
      );
    }
  }
  const state = await readState();
  return state && {
    mode: state.mode,
    endpoints: localEndpoints(state.ports),
    kafkaVersion: state.kafkaVersion,
  };
}

/** Asks both engines how they are. */
export async function healthOf(known: KnownEngines): Promise<{ kafka: Health; questdb: Health }> {
  const { kafka, questdb } = known.endpoints;
  const guarded = Boolean(kafka.ssl || kafka.sasl);
  const [brokers, database] = await Promise.all([
    Promise.all(kafka.brokers.map((address) => kafkaHealth(address, { guarded }))),
    questdbHealth(questdb),
  ]);
  return { kafka: brokers.find((broker) => broker.up) ?? brokers[0]!, questdb: database };
}

async function answering(known: KnownEngines): Promise<Stack> {
  const { kafka, questdb } = await healthOf(known);
  const external = known.mode === "external";
  const unreachable = (service: string, address: string, reason: string, variable: string) =>
    new UnavailableError(
      `Cannot reach ${service} at ${address}: ${reason}. ` +
        (external ? `Start it, or correct ${variable}` : "Start it with: deno task up"),
      { service, address },
    );
  if (!kafka.up) {
    const address = known.endpoints.kafka.brokers.join(",");
    throw unreachable("Kafka", address, kafka.reason, "KAFKA_BOOTSTRAP_SERVERS");
  }
  if (!questdb.up) {
    const address = questdbAddress(known.endpoints.questdb);
    throw unreachable("QuestDB", address, questdb.reason, "QDB_CLIENT_CONF");
  }
  return { ...known, questdbVersion: questdb.version };
}

function wantedMode(given?: Mode): Mode | undefined {
  const text = given ?? environment("TRIBUTARY_STACK");
  const mode = MODES.find((known) => known === text);
  if (text === undefined || mode) return mode;
  throw new UsageError(
    `Cannot use TRIBUTARY_STACK ${JSON.stringify(text)}: choose ${MODES.join(", ")}`,
  );
}

/** The mode to start in. What has this project's data goes first, then Docker, then Java. */
async function chooseMode(wanted: Mode | undefined): Promise<Mode> {
  const running = Object.keys(await runningEngines());
  if (wanted === "docker" && running.length > 0) {
    throw new UnavailableError(
      `Cannot start under Docker: ${running.join(" and ")} already run under Java. ` +
        "Stop them first: deno task down",
      { service: "Docker", address: "127.0.0.1" },
    );
  }
  if (wanted) return wanted;
  if (running.length > 0) return "java";
  const last = (await readState())?.mode;
  return last !== "java" && await dockerAnswers() ? "docker" : "java";
}

function localEndpoints(ports: Ports): Endpoints {
  return {
    kafka: { brokers: [`127.0.0.1:${ports.kafka}`] },
    questdb: {
      conf: `http::addr=127.0.0.1:${ports.http};`,
      pg: {
        host: "127.0.0.1",
        port: ports.pg,
        user: "admin",
        password: "quest",
        database: "qdb",
      },
    },
  };
}
