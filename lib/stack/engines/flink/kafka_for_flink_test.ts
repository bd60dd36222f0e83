import assert from "node:assert/strict";
import { parse } from "yaml";
import { projectFolder } from "../../../config.ts";
import { COMPOSE_KAFKA, kafkaForFlink } from "./kafka_for_flink.ts";

Deno.test("kafkaForFlink() names the listener that Kafka advertises to containers", async () => {
  const endpoint = { brokers: ["127.0.0.1:9092"], prefix: "t_" };
  assert.deepEqual(kafkaForFlink(endpoint, "java"), endpoint);
  assert.deepEqual(kafkaForFlink(endpoint, "docker"), { ...endpoint, brokers: [COMPOSE_KAFKA] });
  const { services } = parse(await Deno.readTextFile(`${projectFolder}/compose.yaml`));
  const advertised: string = services.kafka.environment.KAFKA_ADVERTISED_LISTENERS;
  assert.ok(advertised.split(",").includes(`INTERNAL://${COMPOSE_KAFKA}`), advertised);
});
