/**
 * How far a window had come when it last wrote its output, in a topic of its own with one partition. The
 * state itself is not in it: it comes back by reading the records of the open windows once more.
 */
import type { KafkaClient } from "../../kafka/client.ts";
import type { Producer } from "../../kafka/producer.ts";
import { readTopic } from "../../kafka/read.ts";
import { createTopics } from "../../kafka/topic_admin.ts";
import type { Window } from "../window.ts";

/** A checkpoint: written, and acknowledged, before the output that it speaks of. */
export interface Checkpoint {
  /** Per partition: where reading begins to bring the state back, the next offset to be counted, the newest time. */
  partitions: { partition: number; from: number; next: number; newest: number | null }[];
  /** The watermark; windows up to `written` are in the output, those after it up to here may be. */
  watermark: number | null;
  /** The watermark up to which the output has acknowledged all windows. */
  written: number | null;
  /** Late records since the checkpoint before, which the output may not have yet: partition and offset. */
  late: [number, number][];
  /**
   * Records since the checkpoint before that were counted when some of their windows had closed:
   * partition, offset, and up to when windows had closed.
   */
  partlyLate: [number, number, number][];
}

/** The topic of a window's checkpoints. */
export function checkpointTopic(kafka: Pick<KafkaClient, "prefix">, { name }: Window): string {
  return `${kafka.prefix}${name}_deno_checkpoints`;
}

/** Creates the topic if it is missing. */
export async function ensureCheckpoints(kafka: KafkaClient, window: Window): Promise<void> {
  await createTopics(kafka, [{
    topic: checkpointTopic(kafka, window),
    partitions: 1,
    config: {
      "cleanup.policy": "compact",
      "segment.bytes": String(4 << 20),
      "min.cleanable.dirty.ratio": "0.1",
    },
  }]);
}

/** The newest checkpoint, and the declaration that the output was written with, if there are any. */
export async function lastCheckpoint(
  kafka: KafkaClient,
  window: Window,
): Promise<{ checkpoint?: Checkpoint; definition?: string }> {
  const found: { checkpoint?: Checkpoint; definition?: string } = {};
  for await (const { messages } of readTopic(kafka, checkpointTopic(kafka, window))) {
    for (const message of messages) {
      const text = message.text();
      if (!text) continue;
      if (message.key?.toString() === "definition") found.definition = text;
      else found.checkpoint = JSON.parse(text);
    }
  }
  return found;
}

/**
 * Notes what the output of a window is declared as, when it is written for the first time.
 *
 * @throws {Error} There is output of another declaration; the message has the command that removes it.
 */
export async function requireSameDefinition(
  { kafka, producer }: { kafka: KafkaClient; producer: Producer },
  window: Window,
): Promise<void> {
  await ensureCheckpoints(kafka, window);
  const { definition } = await lastCheckpoint(kafka, window);
  const now = definitionOf(window);
  if (definition === now) return;
  if (definition !== undefined) {
    throw new Error(
      `Cannot run the window ${window.name}: it was declared differently when its output was written ` +
        `(then ${definition}, now ${now}). To remove the old output and calculate it again: ` +
        `deno task windows ${window.name} drop, then start it`,
    );
  }
  const topic = checkpointTopic(kafka, window);
  await producer.write(topic, [{ key: "definition", value: now }]);
  await producer.flush();
}

/** Writes a checkpoint; resolves when Kafka has acknowledged it. */
export async function writeCheckpoint(
  producer: Producer,
  topic: string,
  checkpoint: Checkpoint,
): Promise<void> {
  await producer.write(topic, [{ key: "checkpoint", value: JSON.stringify(checkpoint) }]);
  await producer.flush();
}

/** What makes two declarations the same: all that its rows depend on, in one text. */
export function definitionOf({ from, kind, where, by, aggregate, grace }: Window): string {
  const filters = Object.entries(where)
    .map(([field, value]) => [field, typeof value === "symbol" ? { notNull: true } : value]);
  return JSON.stringify({ from: from.name, ...kind, where: filters, by, aggregate, grace });
}
