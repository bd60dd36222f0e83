import { KAFKA_LOGGING } from "../kafka/settings.ts";
import type { JavaLaunch, ProcessCommand } from "../define.ts";
import { JVM_FLAGS } from "../jvm.ts";
import { CAPTURE_VARIABLE, connectProperties } from "./settings.ts";

/** Writes Connect's settings. Plugins of your own go into the folder `plugins` of its folder. */
export async function connectCommand(
  { dir, jars, ports, passwords }: JavaLaunch<"connect">,
): Promise<ProcessCommand> {
  const { cdc } = passwords;
  if (!cdc) throw new TypeError("Cannot start Kafka Connect without a password");
  await Deno.mkdir(`${dir}/plugins`, { recursive: true });
  await Deno.writeTextFile(`${dir}/log4j2.properties`, KAFKA_LOGGING + QUIET);
  await Deno.writeTextFile(`${dir}/worker.properties`, connectProperties(ports, `${dir}/plugins`));
  return {
    words: [
      ...JVM_FLAGS,
      "-XX:TieredStopAtLevel=1", // its work is little: compiling it well would cost more than it saves
      "-cp",
      `${jars}/*`,
      `-Dlog4j2.configurationFile=${dir}/log4j2.properties`,
      `-Dtributary.log=${dir}/connect.log`,
      "org.apache.kafka.connect.cli.ConnectDistributed",
      `${dir}/worker.properties`,
    ],
    env: { [CAPTURE_VARIABLE]: cdc },
  };
}

/** What is logged with each start and each request. */
const QUIET = `logger.clients.name=org.apache.kafka.clients
logger.clients.level=warn
logger.isolation.name=org.apache.kafka.connect.runtime.isolation
logger.isolation.level=warn
logger.rest.name=org.apache.kafka.connect.runtime.rest.RestServer
logger.rest.level=warn
`;
