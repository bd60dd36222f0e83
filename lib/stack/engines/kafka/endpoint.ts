import type { KafkaEndpoint } from "../../../config.ts";
import { UsageError } from "../../../errors.ts";
import { readTls } from "../../../tls.ts";
import type { Environment } from "../../environment.ts";
import { switchOf } from "../switch.ts";

const MECHANISMS = ["plain", "scram-sha-256", "scram-sha-512"] as const;

/** `host:port`, the port optional. */
const ADDRESS = /^(\[[\da-f:.]+\]|[\p{L}\p{N}_.-]+)(:\d{1,5})?$/iu;

/**
 * A Kafka that runs elsewhere: `KAFKA_BOOTSTRAP_SERVERS`. Optional:
 *
 * - `KAFKA_SASL_USERNAME`, `KAFKA_SASL_PASSWORD`, `KAFKA_SASL_MECHANISM` (default plain): the login.
 * - `KAFKA_SSL=true`: TLS. `KAFKA_SSL_CA`: authorities, if not those that the machine knows;
 *   `KAFKA_SSL_CERT`, `KAFKA_SSL_KEY`, `KAFKA_SSL_KEY_PASSWORD`: the client's certificate, its key and
 *   the key's passphrase. Paths of PEM files, or PEM text; any of them switches TLS on.
 *
 * @throws {UsageError} A variable is not understood. No message holds a value that may be a secret.
 */
export function kafkaFrom(env: Environment): KafkaEndpoint {
  const endpoint: KafkaEndpoint = { brokers: brokersFrom(env) };
  const ssl = tlsFrom(env);
  if (ssl !== undefined) endpoint.ssl = ssl;
  const sasl = loginFrom(env);
  if (sasl !== undefined) endpoint.sasl = sasl;
  return endpoint;
}

function brokersFrom(env: Environment): string[] {
  const servers = (env("KAFKA_BOOTSTRAP_SERVERS") ?? "").split(",").map((server) => server.trim())
    .filter((server) => server !== "");
  if (servers.length === 0 || !servers.every((server) => ADDRESS.test(server))) {
    throw new UsageError("Cannot use KAFKA_BOOTSTRAP_SERVERS: write it as host:port,host:port");
  }
  const numeric = servers.find((server) => server.startsWith("["));
  if (numeric !== undefined) {
    throw new UsageError(
      "Cannot use KAFKA_BOOTSTRAP_SERVERS: the Kafka client does not read IPv6 addresses. " +
        `Write a host name for ${numeric}`,
    );
  }
  return servers.map((server) => /:\d+$/.test(server) ? server : `${server}:9092`);
}

function tlsFrom(env: Environment): KafkaEndpoint["ssl"] {
  const variable = (name: string) => ({ name, value: env(name) });
  const files = {
    ca: variable("KAFKA_SSL_CA"),
    cert: variable("KAFKA_SSL_CERT"),
    key: variable("KAFKA_SSL_KEY"),
    keyPassword: variable("KAFKA_SSL_KEY_PASSWORD"),
  };
  const named = Object.values(files).some(({ value }) => value !== undefined);
  if (!(switchOf(env, "KAFKA_SSL") ?? named)) return undefined;
  return named ? readTls(files) : true;
}

function loginFrom(env: Environment): KafkaEndpoint["sasl"] {
  const username = env("KAFKA_SASL_USERNAME");
  const password = env("KAFKA_SASL_PASSWORD");
  const wanted = env("KAFKA_SASL_MECHANISM");
  if (username === undefined && password === undefined && wanted === undefined) return undefined;
  const mechanism = MECHANISMS.find((known) => known === (wanted ?? "plain").toLowerCase());
  if (mechanism === undefined) {
    throw new UsageError(`Cannot use KAFKA_SASL_MECHANISM: choose ${MECHANISMS.join(", ")}`);
  }
  if (username === undefined || password === undefined) {
    throw new UsageError(
      "Cannot log in to Kafka: set KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD, " +
        "or unset KAFKA_SASL_MECHANISM",
    );
  }
  return { mechanism, username, password };
}
