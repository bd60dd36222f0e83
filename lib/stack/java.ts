/** Kafka and QuestDB as plain Java processes. */
import { UnavailableError } from "../errors.ts";
import { environment } from "./external.ts";
import { fetchJars, haveJars } from "./jars.ts";
import { launchKafka, launchQuestdb } from "./launch.ts";
import { choosePorts } from "./ports.ts";
import { type Engine, ENGINES, runningEngines, SERVICE, stopEngine } from "./processes.ts";
import { type Run, run as runProgram } from "./run.ts";
import { type Ports, PREFERRED_PORTS, readState, writeState } from "./state.ts";
import { KAFKA_VERSION } from "./versions.ts";

/** The oldest Java that the engines run on. */
export const JAVA_WANTED = 17;

/** The ports of each engine. */
export const PORTS_OF = {
  kafka: ["kafka", "controller"],
  questdb: ["http", "pg", "ilp", "metrics"],
} as const satisfies Record<Engine, (keyof Ports)[]>;

const LAUNCH = { kafka: launchKafka, questdb: launchQuestdb };

/** Options of {@linkcode startJava} and {@linkcode findJava}. */
export interface JavaOptions {
  /** Gives up. What was started goes on, and the next `up` finds it. */
  signal?: AbortSignal;
  /** Told of each step. @default console.error */
  log?: (line: string) => void;
  /** Runs programs. @default run */
  run?: Run;
}

/**
 * The `java` to use, of `JAVA_HOME` or of the path, and its major version: one that fits, else one
 * that is too old.
 *
 * @returns Undefined where there is none.
 */
export async function findJava(
  { run = runProgram }: Pick<JavaOptions, "run"> = {},
): Promise<{ program: string; version: number } | undefined> {
  const home = environment("JAVA_HOME");
  const programs = home ? [`${home}/bin/java`, "java"] : ["java"];
  let tooOld: { program: string; version: number } | undefined;
  for (const program of programs) {
    const { stdout, stderr } = await run([program, "-version"]);
    const version = Number(/version "(?:1\.)?(\d+)/.exec(stderr + stdout)?.[1]);
    if (version >= JAVA_WANTED) return { program, version };
    if (version > 0) tooOld ??= { program, version };
  }
  return tooOld;
}

/**
 * Starts what does not run of Kafka and QuestDB, and does not wait for it. Call it under the lock.
 *
 * @throws {UnavailableError} Java or the jars cannot be had.
 */
export async function startJava(options: JavaOptions = {}): Promise<void> {
  const { signal, log = console.error } = options;
  const state = await readState();
  const remembered = state?.mode === "java" ? state.ports : undefined;
  const running = await runningEngines();
  if (!remembered) {
    // Without a state nobody knows where they listen: start them anew.
    for (const engine of ENGINES) if (running[engine]) await stopEngine(engine, running[engine]);
  }
  const missing = ENGINES.filter((engine) => !remembered || running[engine] === undefined);
  if (missing.length === 0) return log("Kafka and QuestDB are starting already");
  const java = await findJava(options);
  if (!java || java.version < JAVA_WANTED) throw noJava(java?.version);
  const jars = await haveJars() ?? await fetchJars({ signal, log });
  const names = missing.flatMap((engine) => PORTS_OF[engine]);
  const ports = {
    ...(remembered ?? PREFERRED_PORTS),
    ...await choosePorts(names, { remembered, log }),
  };
  const kafkaVersion = missing.includes("kafka") || !state ? KAFKA_VERSION : state.kafkaVersion;
  // Written first: if this command is killed now, the next one still knows where they listen.
  await writeState({ mode: "java", ports, kafkaVersion });
  log(`Starting ${missing.map((engine) => SERVICE[engine]).join(" and ")}`);
  const launch = { java: java.program, jars, ports, signal };
  await Promise.all(missing.map((engine) => LAUNCH[engine](launch)));
}

function noJava(version: number | undefined): UnavailableError {
  const found = version === undefined
    ? "neither a Docker engine nor Java is here"
    : `no Docker engine is here, and Java is ${version}`;
  return new UnavailableError(
    `Cannot start Kafka and QuestDB: ${found}. Install Java ${JAVA_WANTED} or newer with Maven, ` +
      "or Docker with compose, or set KAFKA_BOOTSTRAP_SERVERS and QDB_CLIENT_CONF to running ones",
    { service: "Java", address: "this machine" },
  );
}
