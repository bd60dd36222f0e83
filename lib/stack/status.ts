import { questdbAddress } from "../config.ts";
import { healthOf, knownEngines, type Mode } from "./known.ts";

/** What runs and where. Addresses only: no user, no password. */
export interface StackStatus {
  /** Null where no engines are named and none were ever started here. */
  mode: Mode | null;
  kafka: { address: string | null; version: string | null; up: boolean };
  questdb: { http: string | null; pg: string | null; version: string | null; up: boolean };
}

/** Looks at the engines without starting any. */
export async function stackStatus(): Promise<StackStatus> {
  const known = await knownEngines();
  if (!known) {
    return {
      mode: null,
      kafka: { address: null, version: null, up: false },
      questdb: { http: null, pg: null, version: null, up: false },
    };
  }
  const { kafka, questdb } = await healthOf(known);
  const { pg } = known.endpoints.questdb;
  return {
    mode: known.mode,
    kafka: {
      address: known.endpoints.kafka.brokers.join(","),
      version: kafka.up ? known.kafkaVersion : null,
      up: kafka.up,
    },
    questdb: {
      http: questdbAddress(known.endpoints.questdb),
      pg: `${pg.host}:${pg.port}`,
      version: questdb.up ? questdb.version : null,
      up: questdb.up,
    },
  };
}
