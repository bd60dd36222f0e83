/** For tests of windows on Flink: a Kafka and a Flink of the test's own, which it may kill. */
import { connectKafka, type KafkaClient } from "../lib/kafka/client.ts";
import { openProducer, type Producer } from "../lib/kafka/producer.ts";
import { readTopic } from "../lib/kafka/read.ts";
import { flink } from "../lib/stack/engines/flink/mod.ts";
import { runningEngines } from "../lib/stack/machine/processes.ts";
import { findJava, hasCompiler, JAVA_WANTED } from "../lib/stack/modes/find_java.ts";
import { fetchJars, haveJars, javaEngines } from "../lib/stack/modes/jars.ts";
import { ensureStack, stopStack } from "../lib/stack/mod.ts";
import { shareJars, withTempDir } from "../lib/stack/testing.ts";
import type { WindowRow } from "../lib/windows/window.ts";

const java = await findJava();
/** Whether no Flink can be started here. */
export const withoutFlink = java === undefined || java.version < JAVA_WANTED ||
  !await hasCompiler(java);
if (withoutFlink) console.log(`skipped: windows on Flink, because no JDK ${JAVA_WANTED} is here`);

/** Kafka and Flink, with what a test does to them. */
export interface FlinkSpace {
  kafka: KafkaClient;
  producer: Producer;
  /** The engines' folder, a name that a shell, Java or a URL may misread. */
  dir: string;
  /** What a command needs to find them. */
  env: Record<string, string>;
  /** Starts what does not run. */
  up(): Promise<void>;
  /** Kills Flink: JobManager, TaskManager and gateway are one process. */
  killFlink(): Promise<void>;
}

/** Runs a test with a Kafka and a Flink of its own. */
export async function withFlink(test: (space: FlinkSpace) => Promise<void>): Promise<void> {
  await withTempDir(async (parent) => {
    const dir = `${parent}/a ü%20`;
    const [engine] = javaEngines([flink]);
    if (!await haveJars(engine!)) await fetchJars([engine!]);
    await Deno.mkdir(dir);
    await shareJars(dir);
    const up = () => ensureStack({ need: ["kafka", "flink"], dir, mode: "java", log: () => {} });
    try {
      const { endpoints } = await up();
      const kafka = await connectKafka(endpoints.kafka);
      const producer = await openProducer(kafka);
      try {
        await test({
          kafka,
          producer,
          dir,
          env: { TRIBUTARY_STACK_DIR: dir, TRIBUTARY_STACK: "java" },
          up: async () => void await up(),
          killFlink: async () => Deno.kill((await runningEngines({ dir })).flink!, "SIGKILL"),
        });
      } finally {
        await producer.close();
        await kafka.close();
      }
    } finally {
      await stopStack({ dir, purge: true });
    }
  });
}

/** The messages of a topic of windows, in their order, as they are committed now. */
export async function messagesOf(
  kafka: KafkaClient,
  topic: string,
): Promise<{ key: string; row: WindowRow }[]> {
  const found: { key: string; row: WindowRow }[] = [];
  for await (const { messages } of readTopic(kafka, topic)) {
    for (const message of messages) {
      found.push({ key: message.key!.toString(), row: JSON.parse(message.text()!) });
    }
  }
  return found;
}
