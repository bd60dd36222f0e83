import { connectionFailure } from "../connection_failure.ts";
import { messageOf, UnavailableError } from "../errors.ts";
import { tlsFailure } from "../tls_failure.ts";

interface KafkajsError extends Error {
  type?: string;
  code?: string | number;
  retriable?: boolean;
}

/** There is no such topic, or no longer. */
export class NoSuchTopicError extends Error {
  override name = "NoSuchTopicError";

  /** @param action What was being done: `read taxi_trips`. */
  constructor(action: string) {
    super(`Cannot ${action}: no such topic. List them with: deno task topics list`);
  }
}

/** The error that kafkajs wrapped in its own. */
function rootOf(error: unknown): KafkajsError {
  let inner = error instanceof Error ? error : new Error(String(error));
  while (inner.cause instanceof Error) inner = inner.cause;
  return inner;
}

/** Kafka's own name of an error, `TOPIC_ALREADY_EXISTS`; undefined if it is not Kafka's. */
export function kafkaCode(error: unknown): string | undefined {
  return rootOf(error).type;
}

/**
 * Whether an error is transient, so that the same request may succeed a moment later: the broker is
 * away or starting, or partitions and groups are moving.
 */
export function isTransient(error: unknown): boolean {
  const root = rootOf(error);
  if (root.type !== undefined) return root.retriable === true;
  if (tlsFailure(root) !== undefined) return false;
  return /^KafkaJS(Connection|ConnectionClosed|RequestTimeout|BrokerNotFound|LockTimeout|(Topic)?MetadataNotLoaded|GroupCoordinatorNotFound|NoBrokerAvailable)/
    .test(root.name);
}

/** Why a request failed, in short: `connection refused`. */
export function reasonOf(error: unknown): string {
  return connectionFailure(error) ?? rootOf(error).message.split("\n")[0]!.replace(/\.$/, "");
}

/**
 * What to throw in place of a kafkajs error: an {@linkcode UnavailableError} if Kafka cannot be
 * reached or refuses the login, otherwise an error with the failed action. Never holds a password.
 *
 * @param at What was being done (`write to taxi_trips`) and the bootstrap servers.
 */
export function explain(error: unknown, at: { action: string; address: string }): Error {
  if (error instanceof UnavailableError || error instanceof NoSuchTopicError) return error;
  if ((error as Error)?.name === "AbortError") return error as Error;
  const { action, address } = at;
  const root = rootOf(error);
  const unavailable = (message: string) =>
    new UnavailableError(message, { service: "Kafka", address });
  if (/SASL|Authentication/i.test(root.name) || /SASL/.test(root.message)) {
    return unavailable(
      `Cannot log in to Kafka at ${address}: it refused the user or password. ` +
        "Check KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD and KAFKA_SASL_MECHANISM",
    );
  }
  const untrusted = root.type === undefined ? tlsFailure(root) : undefined;
  if (untrusted !== undefined) {
    return unavailable(
      `Cannot connect to Kafka at ${address} by TLS: ${untrusted}. ` +
        "Check KAFKA_BOOTSTRAP_SERVERS, KAFKA_SSL_CA, KAFKA_SSL_CERT and KAFKA_SSL_KEY",
    );
  }
  if (root.type === "UNKNOWN_TOPIC_OR_PARTITION") {
    return new NoSuchTopicError(action);
  }
  if (root.type !== undefined) {
    const text = `Cannot ${action}: Kafka answers ${root.type}, ${messageOf(root)}`;
    return root.retriable ? unavailable(text) : new Error(text);
  }
  if (isTransient(error)) {
    const reason = reasonOf(error);
    // What a server does that wants TLS or a login and hears neither.
    const perhaps = reason === "connection closed"
      ? "; if it wants TLS or a login, set KAFKA_SSL or KAFKA_SASL_USERNAME"
      : "";
    return unavailable(
      `Cannot reach Kafka at ${address}: ${reason}. Start it with: deno task up${perhaps}`,
    );
  }
  return error instanceof Error ? error : new Error(`Cannot ${action}: ${String(error)}`);
}
