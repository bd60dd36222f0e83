import assert from "node:assert/strict";
import { haveJars } from "../stack/modes/jars.ts";
import { javaEngines } from "../stack/modes/jars.ts";
import { findJava } from "../stack/modes/find_java.ts";
import { engines } from "../stack/engines/mod.ts";
import { withNamespace } from "../testing.ts";
import { connectKafka } from "./client.ts";
import { createTopic } from "./create_topic.ts";
import { readTopic } from "./read.ts";

const java = await findJava();
const kafkaEngine = javaEngines(engines).find(({ name }) => name === "kafka")!;
const jars = await haveJars(kafkaEngine);
const modules = java && await new Deno.Command(java.program, { args: ["--list-modules"] }).output();
const compiles = modules && new TextDecoder().decode(modules.stdout).includes("jdk.compiler");
const ignore = !jars || !compiles;
if (ignore) console.log("skipped: Kafka's own producer, because its jars or a JDK are not here");

Deno.test({
  name: "readTopic() reads what Kafka's own producer writes with every compression",
  ignore,
  async fn() {
    await withNamespace(async ({ endpoints }) => {
      const kafka = await connectKafka(endpoints.kafka);
      try {
        const topic = await createTopic(kafka, "java", { partitions: 2 });
        const source = new URL("java_testing/Producer.java", import.meta.url).pathname;
        const { success, stderr } = await new Deno.Command(java!.program, {
          args: ["-cp", `${jars}/*`, source, kafka.address, topic, "1000"],
        }).output();
        assert.ok(success, new TextDecoder().decode(stderr));
        const found: Record<string, string[]> = {};
        for await (const { messages } of readTopic(kafka, topic)) {
          for (const message of messages) {
            assert.equal(message.unreadable, undefined);
            (found[message.key!.toString()] ??= []).push(message.text()!);
          }
        }
        const wanted = Array.from(
          { length: 1000 },
          (_, i) => `message ${i}${" ü ".repeat(i % 100)}`,
        );
        for (const codec of ["none", "gzip", "snappy", "lz4", "zstd"]) {
          assert.deepEqual(found[codec], wanted, codec);
        }
      } finally {
        await kafka.close();
      }
    });
  },
});
