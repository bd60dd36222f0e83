import type { Endpoints, KafkaEndpoint } from "../config.ts";
import { UsageError } from "../errors.ts";
import { splitAddress } from "./address.ts";

const MECHANISMS = ["plain", "scram-sha-256", "scram-sha-512"] as const;

/** Reads a variable; undefined where it is not set or empty. */
export type Environment = (name: string) => string | undefined;

/** The variables of this process. */
export function environment(name: string): string | undefined {
  return Deno.env.get(name) || undefined;
}

/**
 * Engines that run elsewhere, as the environment names them: `KAFKA_BOOTSTRAP_SERVERS` and
 * `QDB_CLIENT_CONF`, both or none. Optional: `KAFKA_SSL`, `KAFKA_SASL_MECHANISM`,
 * `KAFKA_SASL_USERNAME`, `KAFKA_SASL_PASSWORD`; `QDB_CLIENT_HOST`, `QDB_CLIENT_PORT`,
 * `QDB_CLIENT_USER`, `QDB_CLIENT_PASSWORD` for the PostgreSQL side.
 *
 * @returns The endpoints, or undefined where neither is named.
 * @throws {UsageError} Only one of the two is named, or one is not understood.
 */
export function externalEndpoints(env: Environment = environment): Endpoints | undefined {
  const servers = env("KAFKA_BOOTSTRAP_SERVERS");
  const conf = env("QDB_CLIENT_CONF");
  if (servers === undefined && conf === undefined) return undefined;
  if (servers === undefined || conf === undefined) {
    const [set, unset] = servers === undefined
      ? ["QDB_CLIENT_CONF", "KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9092"]
      : ["KAFKA_BOOTSTRAP_SERVERS", "QDB_CLIENT_CONF='http::addr=127.0.0.1:9000;'"];
    throw new UsageError(
      `Cannot use ${set} alone: external engines are named both or none. ` +
        `Set the other too (as ${unset}), or unset ${set}`,
    );
  }
  const address = /^https?::(?:.*;)?addr=([^;]+)/.exec(conf)?.[1];
  if (address === undefined) {
    throw new UsageError(
      "Cannot use QDB_CLIENT_CONF: write it as http::addr=host:port; or https::addr=host:port;",
    );
  }
  return {
    kafka: externalKafka(servers, env),
    questdb: {
      conf: conf.endsWith(";") ? conf : `${conf};`,
      pg: {
        host: env("QDB_CLIENT_HOST") ?? splitAddress(address, 9000).hostname,
        port: portOf(env("QDB_CLIENT_PORT") ?? "8812"),
        user: env("QDB_CLIENT_USER") ?? "admin",
        password: env("QDB_CLIENT_PASSWORD") ?? "quest",
        database: "qdb",
      },
    },
  };
}

function externalKafka(servers: string, env: Environment): KafkaEndpoint {
  const brokers = servers.split(",").map((server) => server.trim()).filter((server) => server)
    .map((server) => /:\d+$/.test(server) ? server : `${server}:9092`);
  if (brokers.length === 0) {
    throw new UsageError("Cannot use KAFKA_BOOTSTRAP_SERVERS: write it as host:port,host:port");
  }
  const endpoint: KafkaEndpoint = { brokers };
  if (/^(1|true|yes)$/i.test(env("KAFKA_SSL") ?? "")) endpoint.ssl = true;
  const username = env("KAFKA_SASL_USERNAME");
  const wanted = env("KAFKA_SASL_MECHANISM");
  if (username === undefined && wanted === undefined) return endpoint;
  const mechanism = MECHANISMS.find((known) => known === (wanted ?? "plain").toLowerCase());
  if (mechanism === undefined) {
    throw new UsageError(`Cannot use KAFKA_SASL_MECHANISM: choose ${MECHANISMS.join(", ")}`);
  }
  const password = env("KAFKA_SASL_PASSWORD");
  if (username === undefined || password === undefined) {
    throw new UsageError(
      "Cannot log in to Kafka: set KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD, " +
        "or unset KAFKA_SASL_MECHANISM",
    );
  }
  return { ...endpoint, sasl: { mechanism, username, password } };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new UsageError(`Cannot use QDB_CLIENT_PORT ${JSON.stringify(text)}: it takes 1 to 65535`);
}
