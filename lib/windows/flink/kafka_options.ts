import { UsageError } from "../../errors.ts";
import type { KafkaEndpoint } from "../../config.ts";

/** The connector for SQL has Kafka's classes under names of its own. */
const SECURITY = "org.apache.flink.kafka.shaded.org.apache.kafka.common.security";
const MECHANISMS = {
  "plain": ["PLAIN", "plain.PlainLoginModule"],
  "scram-sha-256": ["SCRAM-SHA-256", "scram.ScramLoginModule"],
  "scram-sha-512": ["SCRAM-SHA-512", "scram.ScramLoginModule"],
} as const;

/** Options that hold secrets, or what a connection trusts and shows; none of them is ever printed. */
export const SECRET_OPTIONS: readonly string[] = [
  "properties.sasl.jaas.config",
  "properties.ssl.truststore.certificates",
  "properties.ssl.keystore.certificate.chain",
  "properties.ssl.keystore.key",
];

/**
 * The options with which Flink's connector reaches Kafka: addresses, TLS and login. They hold secrets
 * ({@linkcode SECRET_OPTIONS}). Flink must reach the same addresses as this process.
 *
 * @throws {UsageError} The endpoint accepts any certificate, which Java's client cannot.
 */
export function kafkaOptions({ brokers, ssl, sasl }: KafkaEndpoint): Record<string, string> {
  const options: Record<string, string> = {
    "properties.bootstrap.servers": brokers.join(","),
  };
  if (ssl || sasl) {
    options["properties.security.protocol"] = sasl ? ssl ? "SASL_SSL" : "SASL_PLAINTEXT" : "SSL";
  }
  if (ssl && ssl !== true) {
    if (ssl.rejectUnauthorized === false) {
      throw new UsageError(
        "Cannot use Kafka from Flink without checking its certificate: name the authority that signed it",
      );
    }
    if (ssl.ca !== undefined) {
      options["properties.ssl.truststore.type"] = "PEM";
      options["properties.ssl.truststore.certificates"] = ssl.ca;
    }
    if (ssl.cert !== undefined && ssl.key !== undefined) {
      options["properties.ssl.keystore.type"] = "PEM";
      options["properties.ssl.keystore.certificate.chain"] = ssl.cert;
      options["properties.ssl.keystore.key"] = ssl.key;
    }
  }
  if (sasl) {
    const [mechanism, module] = MECHANISMS[sasl.mechanism];
    options["properties.sasl.mechanism"] = mechanism;
    options["properties.sasl.jaas.config"] = `${SECURITY}.${module} required ` +
      `username=${quoteJaas(sasl.username)} password=${quoteJaas(sasl.password)};`;
  }
  return options;
}

/** A value in a JAAS configuration, whose text has the escapes of Java. */
function quoteJaas(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
