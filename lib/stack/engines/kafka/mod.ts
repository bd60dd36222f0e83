import type { KafkaEndpoint } from "../../../config.ts";
import { defineEngine } from "../define.ts";
import { kafkaFrom } from "./endpoint.ts";
import { kafkaHealth } from "./health.ts";
import { clusterId, kafkaCommand } from "./launch.ts";
import { loginHealth } from "./login_health.ts";
import { KAFKA_SETTINGS, KAFKA_VERSION } from "./settings.ts";

/** Apache Kafka: one node, broker and controller. */
export const kafka = defineEngine({
  name: "kafka",
  title: "Kafka",
  version: KAFKA_VERSION,
  ports: {
    kafka: 9092,
    controller: 9093, // its own traffic
  },
  endpointAt: (ports): KafkaEndpoint => ({ brokers: [`127.0.0.1:${ports.kafka}`] }),
  external: {
    variable: "KAFKA_BOOTSTRAP_SERVERS",
    example: "127.0.0.1:9092",
    endpoint: kafkaFrom,
  },
  addresses: ({ brokers }) => ({ address: brokers.join(",") }),
  describe: ({ brokers }) => brokers.join(","),
  async health({ brokers, ssl, sasl }) {
    const guarded = ssl !== undefined || sasl !== undefined;
    const answers = await Promise.all(
      brokers.map((address) =>
        guarded ? loginHealth({ brokers: [address], ssl, sasl }) : kafkaHealth(address)
      ),
    );
    return answers.find(({ up }) => up) ?? answers[0]!;
  },
  storedId: clusterId,
  process: {
    kind: "java",
    pom: new URL("pom.xml", import.meta.url),
    megabytes: 43,
    command: kafkaCommand,
  },
  compose: {
    image: `apache/kafka:${KAFKA_VERSION}`,
    environment: Object.fromEntries(
      Object.entries(KAFKA_SETTINGS).map((
        [name, value],
      ) => [`KAFKA_${name.toUpperCase().replaceAll(".", "_")}`, value]),
    ),
    ports: ["kafka"],
  },
  logs: ".",
});
