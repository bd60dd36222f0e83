/** Which engines this process would use, running or not, and how they are. */
import { type Endpoints, inNamespace } from "../config.ts";
import { UsageError } from "../errors.ts";
import { environment, externalEndpoints } from "./external.ts";
import type { Health } from "./health.ts";
import { kafkaHealth } from "./kafka_health.ts";
import { questdbHealth } from "./questdb_health.ts";
import { type Ports, readState } from "./state.ts";
import { stackId } from "./stack_id.ts";

/** Where the engines come from. */
export const MODES = ["external", "docker", "java"] as const;
/** One of {@linkcode MODES}. */
export type Mode = typeof MODES[number];

/** Engines whose addresses are known. */
export interface KnownEngines {
  mode: Mode;
  endpoints: Endpoints;
  /** Null where they are external: the protocol does not tell. */
  kafkaVersion: string | null;
  /** What both engines must answer to be this stack's own; undefined where they are external. */
  id?: string;
}

/**
 * The mode asked for by an option or by `TRIBUTARY_STACK`.
 *
 * @throws {UsageError} There is no such mode.
 */
export function wantedMode(given = environment("TRIBUTARY_STACK")): Mode | undefined {
  const mode = MODES.find((known) => known === given);
  if (given === undefined || mode) return mode;
  throw new UsageError(
    `Cannot use TRIBUTARY_STACK ${JSON.stringify(given)}: choose ${MODES.join(", ")}`,
  );
}

/** The engines that the environment names, or that were started here last, in the mode wanted. */
export async function knownEngines(wanted = wantedMode()): Promise<KnownEngines | undefined> {
  if (wanted === undefined || wanted === "external") {
    const endpoints = externalEndpoints();
    if (endpoints) {
      return { mode: "external", endpoints: inNamespace(endpoints), kafkaVersion: null };
    }
    if (wanted === "external") {
      throw new UsageError(
        "Cannot use external engines: set KAFKA_BOOTSTRAP_SERVERS and QDB_CLIENT_CONF",
      );
    }
  }
  const state = await readState();
  if (!state || (wanted && state.mode !== wanted)) return undefined;
  const { mode, ports, kafkaVersion } = state;
  return { mode, endpoints: localEndpoints(ports), kafkaVersion, id: await stackId(mode) };
}

const NOT_ASKED: Health = { up: false, reason: "not asked" };

/** Asks the engines, or those named, how they are. */
export async function healthOf(
  known: KnownEngines,
  engines: readonly ("kafka" | "questdb")[] = ["kafka", "questdb"],
): Promise<{ kafka: Health; questdb: Health }> {
  const { kafka, questdb } = known.endpoints;
  const guarded = Boolean(kafka.ssl || kafka.sasl);
  const [brokers, database] = await Promise.all([
    engines.includes("kafka")
      ? Promise.all(kafka.brokers.map((address) => kafkaHealth(address, { guarded })))
      : [NOT_ASKED],
    engines.includes("questdb")
      ? questdbHealth(questdb, { withId: known.id !== undefined })
      : NOT_ASKED,
  ]);
  const own = (health: Health): Health =>
    known.id !== undefined && health.up && health.id !== known.id
      ? { up: false, reason: "another project's engine holds this port" }
      : health;
  return {
    kafka: own(brokers.find((broker) => broker.up) ?? brokers[0]!),
    questdb: own(database),
  };
}

function localEndpoints(ports: Ports): Endpoints {
  const host = "127.0.0.1";
  return inNamespace({
    kafka: { brokers: [`${host}:${ports.kafka}`] },
    questdb: {
      conf: `http::addr=${host}:${ports.http};`,
      // QuestDB's own defaults; it listens on this machine only.
      pg: { host, port: ports.pg, user: "admin", password: "quest", database: "qdb" },
    },
  });
}
