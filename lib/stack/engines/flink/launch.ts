import { fileURLToPath } from "node:url";
import type { JavaLaunch, ProcessCommand } from "../define.ts";
import { flinkConfig, flinkLogging } from "./settings.ts";

/**
 * More heap than the other engines: 350 MB of memory at rest, 850 MB after six jobs of a million
 * records; and the collector that Flink itself is run with, as jobs are compared by their speed.
 */
const FLAGS = [
  "-Xms64m",
  "-Xmx1g",
  "-XX:+UseG1GC",
  "-XX:MinHeapFreeRatio=10",
  "-XX:MaxHeapFreeRatio=30",
  "-XX:+ExitOnOutOfMemoryError",
];

/** Our program in Java's own words, compiled when it is started: needs a JDK. */
export const LOCAL_FLINK = new URL("LocalFlink.java", import.meta.url);

/** Writes Flink's settings, and removes what a killed one left in its folder for temporary files. */
export async function flinkCommand(
  { dir, jars, ports, id }: JavaLaunch<"rest" | "gateway" | "blobs">,
): Promise<ProcessCommand> {
  await Deno.remove(`${dir}/tmp`, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  for (const name of ["tmp", "log", "conf"]) {
    await Deno.mkdir(`${dir}/${name}`, { recursive: true });
  }
  await Deno.writeTextFile(`${dir}/conf/config.yaml`, flinkConfig(ports, { id, dir }));
  await Deno.writeTextFile(`${dir}/logging.properties`, flinkLogging(dir));
  return {
    words: [
      ...FLAGS,
      `-Djava.io.tmpdir=${dir}/tmp`,
      `-Djava.util.logging.config.file=${dir}/logging.properties`,
      "-cp",
      `${jars}/*`,
      fileURLToPath(LOCAL_FLINK),
    ],
    env: { FLINK_CONF_DIR: `${dir}/conf` },
  };
}
