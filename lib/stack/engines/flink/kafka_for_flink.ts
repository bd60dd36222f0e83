import type { KafkaEndpoint } from "../../../config.ts";
import type { Mode } from "../../modes/mode.ts";

/** Kafka's listener for other containers, in compose.yaml. */
export const COMPOSE_KAFKA = "kafka:19092";

/** Kafka as Flink reaches it: under Docker it is in a container beside it, otherwise as this process does. */
export function kafkaForFlink(endpoint: KafkaEndpoint, mode: Mode): KafkaEndpoint {
  return mode === "docker" ? { ...endpoint, brokers: [COMPOSE_KAFKA] } : endpoint;
}
