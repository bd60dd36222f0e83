/** Starts one engine as a Java process that outlives the command. */
import { KAFKA_LOGGING, kafkaProperties } from "./kafka_settings.ts";
import { type Engine, markerOf, startError } from "./processes.ts";
import { QUESTDB_LOGGING, questdbEnvironment } from "./questdb_settings.ts";
import { run } from "./run.ts";
import { stackId } from "./stack_id.ts";
import { type Ports, stackDir } from "./state.ts";
import { QUESTDB_VERSION } from "./versions.ts";

/** What an engine is started with. */
export interface Launch {
  /** The program. */
  java: string;
  /** The folder of the jars. */
  jars: string;
  ports: Ports;
  /** Gives up. */
  signal?: AbortSignal;
}

/**
 * Flags of both: the serial collector and a heap that grows from little keep two idle engines small,
 * and an engine out of memory ends, to be started again, rather than limp.
 */
const JVM_FLAGS = [
  "-Xms32m",
  "-Xmx384m",
  "-XX:+UseSerialGC",
  "-XX:MinHeapFreeRatio=10",
  "-XX:MaxHeapFreeRatio=30",
  "-XX:+ExitOnOutOfMemoryError",
];

/** Without it Java cannot open a folder with other than ASCII letters. */
const UTF8 = { LC_ALL: "C.UTF-8" };

/** Starts Kafka; the first time it formats its storage. */
export async function launchKafka({ java, jars, ports, signal }: Launch): Promise<void> {
  const dir = `${stackDir()}/kafka`;
  await Deno.mkdir(dir, { recursive: true });
  await Deno.writeTextFile(`${dir}/log4j2.properties`, KAFKA_LOGGING);
  const base = [
    ...JVM_FLAGS,
    "-cp",
    `${jars}/*`,
    `-Dlog4j2.configurationFile=${dir}/log4j2.properties`,
    `-Dtributary.log=${dir}/kafka.log`,
  ];
  const data = `${dir}/data`;
  // A format that is killed halfway must not look like a whole one: format beside, then rename. Its
  // names are its own, for the tool outlives a killed command.
  for await (const { name } of Deno.readDir(dir)) {
    if (name.startsWith("data.")) await Deno.remove(`${dir}/${name}`, { recursive: true });
  }
  if (!await Deno.stat(data).catch(() => undefined)) {
    const fresh = `${data}.${crypto.randomUUID()}`;
    const config = `${fresh}.properties`;
    await Deno.writeTextFile(config, kafkaProperties(ports, fresh));
    const tool = ["kafka.tools.StorageTool", "format", "--config", config, "--cluster-id"];
    const { code, stdout, stderr } = await run(
      [java, ...base, ...tool, await stackId("java")],
      { env: UTF8, signal },
    );
    if (code !== 0) {
      throw startError("kafka", `its storage cannot be formatted: ${stderr || stdout}`);
    }
    await Deno.rename(fresh, data);
    await Deno.remove(config);
  }
  await Deno.writeTextFile(`${dir}/server.properties`, kafkaProperties(ports, data));
  launch("kafka", java, [...base, "kafka.Kafka", `${dir}/server.properties`]);
}

/** Starts QuestDB. */
export async function launchQuestdb({ java, jars, ports }: Launch): Promise<void> {
  const dir = `${stackDir()}/questdb`;
  await Deno.mkdir(`${dir}/conf`, { recursive: true });
  await Deno.writeTextFile(`${dir}/conf/log.conf`, QUESTDB_LOGGING);
  const jar = `${jars}/questdb-${QUESTDB_VERSION}.jar`;
  const main = "io.questdb/io.questdb.ServerMain";
  const env = questdbEnvironment(ports, await stackId("java"));
  launch("questdb", java, [...JVM_FLAGS, "-p", jar, "-m", main, "-d", dir], env);
}

/** A process in a session of its own: neither Ctrl-C nor the end of the terminal reaches it. */
function launch(
  engine: Engine,
  java: string,
  args: string[],
  env: Record<string, string> = {},
): void {
  const dir = `${stackDir()}/${engine}`;
  // Deno cannot give a child a file for its output: a shell opens it, and becomes the engine.
  const script = 'exec "$0" "$@" >"$TRIBUTARY_OUT" 2>&1 </dev/null';
  new Deno.Command("sh", {
    args: ["-c", script, java, markerOf(engine), ...args],
    cwd: dir,
    env: { ...UTF8, ...env, TRIBUTARY_OUT: `${dir}/${engine}.out` },
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn().unref();
}
