/** Kafka and QuestDB as plain Java processes that outlive the command which started them. */
import { UnavailableError } from "../errors.ts";
import { kafkaHealth, questdbHealth } from "./health.ts";
import { fetchJars } from "./jars.ts";
import { KAFKA_LOGGING, kafkaProperties } from "./kafka_settings.ts";
import { tailOf } from "./logs.ts";
import { choosePorts } from "./ports.ts";
import { type Engine, ENGINES, markerOf, runningEngines } from "./processes.ts";
import { QUESTDB_LOGGING, questdbEnvironment } from "./questdb_settings.ts";
import { run } from "./run.ts";
import { type Ports, PREFERRED_PORTS, readState, stackDir, writeState } from "./state.ts";
import { KAFKA_VERSION } from "./versions.ts";

/** Longest wait until an engine answers, milliseconds. */
const PATIENCE = 90_000;

const PORTS_OF = {
  kafka: ["kafka", "controller"],
  questdb: ["http", "pg", "ilp", "metrics"],
} as const satisfies Record<Engine, (keyof Ports)[]>;

/** Options of {@linkcode startJava}. */
export interface StartOptions {
  /** Gives up. What was started goes on, and the next `up` finds it. */
  signal?: AbortSignal;
  /** Told of each step. @default console.error */
  log?: (line: string) => void;
}

/** The `java` to use: of `JAVA_HOME`, else of the path. */
export function javaProgram(): string {
  const home = Deno.env.get("JAVA_HOME");
  return home ? `${home}/bin/java` : "java";
}

/** The major version of the Java found, or undefined without one. */
export async function javaVersion(): Promise<number | undefined> {
  const { code, stderr } = await run([javaProgram(), "-version"]);
  const version = code === 0 ? /version "(?:1\.)?(\d+)/.exec(stderr)?.[1] : undefined;
  return version === undefined ? undefined : Number(version);
}

/**
 * Starts what does not run of Kafka and QuestDB, and waits until both answer. Call it under the lock.
 *
 * @returns The ports on which they answer.
 * @throws {UnavailableError} An engine cannot be had, died, or does not answer in time.
 */
export async function startJava(options: StartOptions = {}): Promise<Ports> {
  const { signal, log = console.error } = options;
  const running = await runningEngines();
  const missing = ENGINES.filter((engine) => running[engine] === undefined);
  const state = await readState();
  const remembered = state?.ports;
  const ports = { ...(remembered ?? PREFERRED_PORTS) };
  if (missing.length > 0) {
    const jars = await fetchJars({ signal, log });
    const names = missing.flatMap((engine) => PORTS_OF[engine]);
    Object.assign(ports, await choosePorts(names, { remembered, log }));
    const kafkaVersion = running.kafka && state ? state.kafkaVersion : KAFKA_VERSION;
    // Written first: if this command is killed now, the next one still knows where they listen.
    await writeState({ mode: "java", ports, kafkaVersion });
    log(`Starting ${missing.join(" and ")}`);
    await Promise.all(missing.map((engine) => LAUNCH[engine]({ jars, ports })));
  }
  await Promise.all(ENGINES.map((engine) => untilItAnswers(engine, { ports, signal })));
  return ports;
}

const LAUNCH = { kafka: launchKafka, questdb: launchQuestdb };

interface Launch {
  jars: string;
  ports: Ports;
}

async function launchKafka({ jars, ports }: Launch): Promise<void> {
  const dir = `${stackDir()}/kafka`;
  await Deno.mkdir(dir, { recursive: true });
  await Deno.writeTextFile(`${dir}/log4j2.properties`, KAFKA_LOGGING);
  const base = [
    "-XX:+UseSerialGC",
    "-cp",
    `${jars}/*`,
    `-Dlog4j2.configurationFile=${dir}/log4j2.properties`,
    `-Dtributary.log=${dir}/kafka.log`,
  ];
  if (!await exists(`${dir}/data`)) {
    // A format that is killed halfway must not look like a whole one: format beside, then rename.
    const fresh = `${dir}/data.new`;
    await Deno.remove(fresh, { recursive: true }).catch(() => {});
    await Deno.writeTextFile(`${dir}/format.properties`, kafkaProperties(ports, fresh));
    const id = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const { code, stdout, stderr } = await run([
      javaProgram(),
      ...base,
      "kafka.tools.StorageTool",
      "format",
      "--cluster-id",
      id,
      "--config",
      `${dir}/format.properties`,
    ]);
    if (code !== 0) throw startError("kafka", `cannot format its storage: ${stdout}${stderr}`);
    await Deno.rename(fresh, `${dir}/data`);
  }
  await Deno.writeTextFile(`${dir}/server.properties`, kafkaProperties(ports, `${dir}/data`));
  launch("kafka", ["-Xmx384m", ...base, "kafka.Kafka", `${dir}/server.properties`]);
}

async function launchQuestdb({ jars, ports }: Launch): Promise<void> {
  const dir = `${stackDir()}/questdb`;
  await Deno.mkdir(`${dir}/conf`, { recursive: true });
  await Deno.writeTextFile(`${dir}/conf/log.conf`, QUESTDB_LOGGING);
  let jar = "";
  for await (const { name } of Deno.readDir(jars)) {
    if (/^questdb-[\d.]+\.jar$/.test(name)) jar = `${jars}/${name}`;
  }
  launch(
    "questdb",
    [
      "-Xmx384m",
      "-XX:+UseSerialGC",
      "-p",
      jar,
      "-m",
      "io.questdb/io.questdb.ServerMain",
      "-d",
      dir,
    ],
    questdbEnvironment(ports),
  );
}

/** Starts a Java process in a session of its own: neither Ctrl-C nor the terminal's end reaches it. */
function launch(engine: Engine, args: string[], env: Record<string, string> = {}): void {
  const dir = `${stackDir()}/${engine}`;
  // Deno cannot give a child a file for its output: a shell opens it, and becomes the engine.
  new Deno.Command("sh", {
    args: [
      "-c",
      'out="$1"; shift; exec "$@" >"$out" 2>&1 </dev/null',
      "sh",
      `${dir}/${engine}.out`,
      javaProgram(),
      markerOf(engine),
      ...args,
    ],
    cwd: dir,
    env,
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn().unref();
}

async function untilItAnswers(
  engine: Engine,
  { ports, signal }: { ports: Ports; signal?: AbortSignal },
): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (let round = 0;; round++) {
    signal?.throwIfAborted();
    const health = engine === "kafka"
      ? await kafkaHealth(`127.0.0.1:${ports.kafka}`)
      : await questdbHealth({ conf: `http::addr=127.0.0.1:${ports.http};` });
    if (health.up) return;
    if (round % 5 === 4 && (await runningEngines())[engine] === undefined) {
      throw startError(engine, `it ended by itself. Its last lines:\n${await tailOf(engine, 15)}`);
    }
    if (Date.now() > end) {
      throw startError(
        engine,
        `no answer in ${PATIENCE / 1000} s (${health.reason}). ` +
          `See: deno task logs ${engine}. To start afresh: deno task down, then deno task up`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function startError(engine: Engine, reason: string): UnavailableError {
  const service = engine === "kafka" ? "Kafka" : "QuestDB";
  return new UnavailableError(`Cannot start ${service}: ${reason}`, {
    service,
    address: "127.0.0.1",
  });
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
