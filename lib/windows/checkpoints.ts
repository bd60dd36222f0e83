/**
 * What an engine must remember of a window between two runs, in a compacted topic with one partition: how the
 * window was declared when its output was written, and the engine's last checkpoint.
 */
import type { KafkaClient } from "../kafka/client.ts";
import type { Producer } from "../kafka/producer.ts";
import { readTopic } from "../kafka/read.ts";
import { createTopics } from "../kafka/topic_admin.ts";
import type { Window, WindowEngine } from "./window.ts";

/** The topic of a window's checkpoints on an engine. */
export function checkpointTopic(
  kafka: Pick<KafkaClient, "prefix">,
  { name }: Window,
  engine: WindowEngine,
): string {
  return `${kafka.prefix}${name}_${engine}_checkpoints`;
}

/** The newest checkpoint, and the declaration that the output was written with, if there are any. */
export async function lastCheckpoint<T>(
  kafka: KafkaClient,
  topic: string,
): Promise<{ checkpoint?: T; definition?: string }> {
  const found: { checkpoint?: T; definition?: string } = {};
  for await (const { messages } of readTopic(kafka, topic)) {
    for (const message of messages) {
      const text = message.text();
      if (!text) continue;
      if (message.key?.toString() === "definition") found.definition = text;
      else found.checkpoint = JSON.parse(text) as T;
    }
  }
  return found;
}

/** Writes a checkpoint; resolves when Kafka has acknowledged it. */
export async function writeCheckpoint<T>(
  producer: Producer,
  topic: string,
  checkpoint: T,
): Promise<void> {
  await producer.write(topic, [{ key: "checkpoint", value: JSON.stringify(checkpoint) }]);
  await producer.flush();
}

/**
 * Creates the topic of a window's checkpoints if it is missing, and notes in it what the output is declared
 * as, when it is written for the first time.
 *
 * @throws {Error} There is output of another declaration; the message has the command that removes it.
 */
export async function requireSameDefinition(
  { kafka, producer }: { kafka: KafkaClient; producer: Producer },
  window: Window,
  engine: WindowEngine,
): Promise<void> {
  const topic = checkpointTopic(kafka, window, engine);
  await createTopics(kafka, [{
    topic,
    partitions: 1,
    config: {
      "cleanup.policy": "compact",
      "segment.bytes": String(4 << 20),
      "min.cleanable.dirty.ratio": "0.1",
    },
  }]);
  const { definition } = await lastCheckpoint(kafka, topic);
  const now = definitionOf(window);
  if (definition === now) return;
  if (definition !== undefined) {
    throw new Error(
      `Cannot run the window ${window.name}: it was declared differently when its output was written ` +
        `(then ${definition}, now ${now}). To remove the old output and calculate it again: ` +
        `${dropCommand(window, engine)}, then start it`,
    );
  }
  await producer.write(topic, [{ key: "definition", value: now }]);
  await producer.flush();
}

/** The failure of a service whose records are gone; the message has the command that removes its output. */
export function cannotGoOn(window: Window, engine: WindowEngine, problem: string): Error {
  return new Error(
    `Cannot go on with the window ${window.name}: ${problem}. To calculate it again from the ` +
      `records of ${window.from.name} that are left: ${dropCommand(window, engine)}, then start it`,
  );
}

/** The command that removes a window's output. */
export function dropCommand({ name }: Window, engine: WindowEngine): string {
  return `deno task windows ${name}${engine === "deno" ? "" : ` --engine ${engine}`} drop`;
}

/** What makes two declarations the same: all that its rows depend on, in one text. */
function definitionOf({ from, kind, where, by, aggregate, grace }: Window): string {
  const filters = Object.entries(where)
    .map(([field, value]) => [field, typeof value === "symbol" ? { notNull: true } : value]);
  return JSON.stringify({ from: from.name, ...kind, where: filters, by, aggregate, grace });
}
