import { defineEngine } from "../define.ts";
import { flinkAddress, flinkFrom, localFlink } from "./endpoint.ts";
import { flinkHealth } from "./health.ts";
import { flinkCommand } from "./launch.ts";
import { FLINK_SETTINGS, FLINK_VERSION, flinkYaml } from "./settings.ts";

/** Apache Flink: JobManager, one TaskManager and the SQL Gateway in one process. */
export const flink = defineEngine({
  name: "flink",
  title: "Flink",
  version: FLINK_VERSION,
  ports: {
    gateway: 8083, // statements, over REST
    rest: 8081, // the JobManager: jobs, and the web page
    blobs: 8082, // its own traffic
  },
  endpointAt: localFlink,
  external: {
    variable: "FLINK_SQL_GATEWAY",
    example: "http://127.0.0.1:8083",
    endpoint: flinkFrom,
  },
  addresses: ({ gateway, rest }) => ({
    gateway: flinkAddress(gateway),
    rest: rest === undefined ? null : flinkAddress(rest),
  }),
  describe: ({ gateway, rest }) => rest === undefined ? gateway : `${gateway}, web page ${rest}`,
  health: flinkHealth,
  process: {
    kind: "java",
    pom: new URL("pom.xml", import.meta.url),
    megabytes: 125,
    needsJdk: true,
    command: flinkCommand,
  },
  compose: {
    image: `tributary-flink:${FLINK_VERSION}`,
    environment: { FLINK_PROPERTIES: flinkYaml(FLINK_SETTINGS) },
    ports: ["gateway", "rest"],
  },
  logs: "log",
});
