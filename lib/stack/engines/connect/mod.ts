import { defineEngine } from "../define.ts";
import { connectAddress, connectFrom, localConnect } from "./endpoint.ts";
import { connectHealth } from "./health.ts";
import { connectCommand } from "./launch.ts";
import { CONNECT_SETTINGS, CONNECT_VERSION, properties } from "./settings.ts";

/** Kafka Connect: one worker, with Debezium's connector for PostgreSQL. */
export const connect = defineEngine({
  name: "connect",
  title: "Kafka Connect",
  version: CONNECT_VERSION,
  dependsOn: ["kafka"],
  ports: { connect: 8084 },
  users: { cdc: "reads the changes of the database shop: Connect logs in to PostgreSQL with it" },
  endpointAt: localConnect,
  external: {
    variable: "KAFKA_CONNECT_URL",
    example: "http://127.0.0.1:8083",
    endpoint: connectFrom,
  },
  addresses: (endpoint) => ({ address: connectAddress(endpoint) }),
  describe: ({ url }) => url,
  health: connectHealth,
  process: {
    kind: "java",
    pom: new URL("pom.xml", import.meta.url),
    megabytes: 41,
    command: connectCommand,
  },
  compose: {
    image: `tributary-connect:${CONNECT_VERSION}`,
    environment: { CONNECT_PROPERTIES: properties(CONNECT_SETTINGS) },
    ports: ["connect"],
  },
  logs: ".",
});
