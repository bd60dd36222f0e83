import type { KafkaEndpoint } from "../../../config.ts";
import { UsageError } from "../../../errors.ts";
import type { Environment } from "../../environment.ts";

const MECHANISMS = ["plain", "scram-sha-256", "scram-sha-512"] as const;

/**
 * A Kafka that runs elsewhere: `KAFKA_BOOTSTRAP_SERVERS`. Optional: `KAFKA_SSL`,
 * `KAFKA_SASL_MECHANISM`, `KAFKA_SASL_USERNAME`, `KAFKA_SASL_PASSWORD`.
 *
 * @throws {UsageError} A variable is not understood.
 */
export function kafkaFrom(env: Environment): KafkaEndpoint {
  const servers = env("KAFKA_BOOTSTRAP_SERVERS") ?? "";
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
