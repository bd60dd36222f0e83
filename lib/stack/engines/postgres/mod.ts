import { joinAddress } from "../../../address.ts";
import { defineEngine } from "../define.ts";
import { localPostgres, postgresFrom, postgresUrl } from "./endpoint.ts";
import { postgresHealth } from "./health.ts";
import { knownBy, postgresCommand, postgresLack } from "./launch.ts";
import { POSTGRES_VERSION } from "./settings.ts";

/** PostgreSQL, whose changes Kafka Connect captures. */
export const postgres = defineEngine({
  name: "postgres",
  title: "PostgreSQL",
  version: POSTGRES_VERSION,
  ports: { postgres: 5432 },
  users: {
    postgres: "everything",
    shop: "owns the tables of the database shop",
  },
  endpointAt: localPostgres,
  external: {
    variable: "TRIBUTARY_POSTGRES_URL",
    example: "postgres://user:password@127.0.0.1:5432/database",
    endpoint: postgresFrom,
  },
  addresses: ({ host, port }) => ({ address: joinAddress(host, port) }),
  describe: ({ host, port, database }) => `${joinAddress(host, port)}, database ${database}`,
  urlFor: postgresUrl,
  health: postgresHealth,
  process: {
    kind: "program",
    stopSignal: "SIGINT", // ends its clients' connections; SIGTERM would wait for them
    lack: postgresLack,
    knownBy,
    command: postgresCommand,
  },
  compose: {
    image: `postgres:${POSTGRES_VERSION}`,
    environment: { POSTGRES_USER: "postgres" },
    ports: ["postgres"],
  },
});
