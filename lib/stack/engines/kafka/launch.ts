import { run } from "../../machine/run.ts";
import { startError } from "../../start_error.ts";
import type { JavaLaunch, ProcessCommand } from "../define.ts";
import { JVM_ENV, JVM_FLAGS } from "../jvm.ts";
import { KAFKA_LOGGING, kafkaProperties } from "./settings.ts";

/** Writes Kafka's settings, and formats its storage the first time. */
export async function kafkaCommand(
  launch: JavaLaunch<"kafka" | "controller">,
): Promise<ProcessCommand> {
  const { dir, jars, ports } = launch;
  await Deno.writeTextFile(`${dir}/log4j2.properties`, KAFKA_LOGGING);
  const flags = [
    ...JVM_FLAGS,
    "-cp",
    `${jars}/*`,
    `-Dlog4j2.configurationFile=${dir}/log4j2.properties`,
    `-Dtributary.log=${dir}/kafka.log`,
  ];
  const data = `${dir}/data`;
  await removeHalfFormatted(dir);
  if (!await Deno.stat(data).catch(() => undefined)) await format(data, flags, launch);
  await Deno.writeTextFile(`${dir}/server.properties`, kafkaProperties(ports, data));
  return { words: [...flags, "kafka.Kafka", `${dir}/server.properties`] };
}

/**
 * A format that is killed halfway must not look like a whole one: it writes to a folder beside, which
 * is then renamed. The folder's name is new each time, because the tool outlives a killed command.
 */
async function format(
  data: string,
  flags: string[],
  { java, ports, id, signal }: JavaLaunch<"kafka" | "controller">,
): Promise<void> {
  const fresh = `${data}.${crypto.randomUUID()}`;
  const config = `${fresh}.properties`;
  await Deno.writeTextFile(config, kafkaProperties(ports, fresh));
  const tool = ["kafka.tools.StorageTool", "format", "--config", config, "--cluster-id", id];
  const { code, stdout, stderr } = await run([java, ...flags, ...tool], { env: JVM_ENV, signal });
  if (code !== 0) {
    throw startError({ title: "Kafka" }, `its storage cannot be formatted: ${stderr || stdout}`);
  }
  await Deno.rename(fresh, data);
  await Deno.remove(config);
}

async function removeHalfFormatted(dir: string): Promise<void> {
  for await (const { name } of Deno.readDir(dir)) {
    if (name.startsWith("data.")) await Deno.remove(`${dir}/${name}`, { recursive: true });
  }
}

/** The cluster's id, which Kafka keeps with its data: a folder that is moved keeps it. */
export async function clusterId(dir: string): Promise<string | undefined> {
  const text = await Deno.readTextFile(`${dir}/data/meta.properties`).catch(() => "");
  return /^cluster\.id=(.+)$/m.exec(text)?.[1]?.trim();
}
