import { joinAddress } from "../../../address.ts";
import { questdbAddress } from "../../../config.ts";
import { defineEngine } from "../define.ts";
import { JVM_FLAGS } from "../jvm.ts";
import { localQuestdb, questdbFrom } from "./endpoint.ts";
import { questdbHealth } from "./health.ts";
import {
  QUESTDB_HEAP,
  QUESTDB_LOGGING,
  QUESTDB_SETTINGS,
  QUESTDB_VERSION,
  questdbEnvironment,
} from "./settings.ts";

/** QuestDB, a time-series database. */
export const questdb = defineEngine({
  name: "questdb",
  title: "QuestDB",
  version: QUESTDB_VERSION,
  ports: {
    http: 9000, // REST, and ILP over HTTP
    pg: 8812, // the PostgreSQL wire protocol
    metrics: 9003, // health and metrics
  },
  users: {
    admin: "everything: console, REST, ILP and SQL",
    reader: "SQL over the wire protocol, reading only",
  },
  endpointAt: localQuestdb,
  external: {
    variable: "QDB_CLIENT_CONF",
    example: "'http::addr=127.0.0.1:9000;'",
    endpoint: questdbFrom,
  },
  addresses: (endpoint) => ({
    http: questdbAddress(endpoint),
    pg: joinAddress(endpoint.pg.host, endpoint.pg.port),
  }),
  describe: (endpoint) =>
    `${endpoint.conf.startsWith("https::") ? "https" : "http"}://${questdbAddress(endpoint)}, ` +
    `SQL at ${joinAddress(endpoint.pg.host, endpoint.pg.port)}`,
  health: questdbHealth,
  process: {
    kind: "java",
    pom: new URL("pom.xml", import.meta.url),
    megabytes: 29,
    async command({ dir, jars, ports, id, passwords }) {
      await Deno.mkdir(`${dir}/conf`, { recursive: true });
      await Deno.writeTextFile(`${dir}/conf/log.conf`, QUESTDB_LOGGING);
      const jar = `${jars}/questdb-${QUESTDB_VERSION}.jar`;
      const main = "io.questdb/io.questdb.ServerMain";
      return {
        words: [...JVM_FLAGS, QUESTDB_HEAP, "-p", jar, "-m", main, "-d", dir],
        env: questdbEnvironment(ports, { id, passwords }),
      };
    },
  },
  compose: {
    image: `questdb/questdb:${QUESTDB_VERSION}`,
    environment: QUESTDB_SETTINGS,
    ports: ["http", "pg", "metrics"],
  },
  logs: "log",
});
