import { messageOf, UnavailableError } from "../errors.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { endOffsets, type TopicOffsets } from "../kafka/offsets.ts";
import { sleep } from "../retry.ts";
import { untilCommitted } from "./drain.ts";
import type { RunningProcessor } from "./processor.ts";

/** Options for {@linkcode serve}. */
export interface ServeOptions {
  /** The stream or flow, for messages. */
  name: string;
  /** Ends the service cleanly. */
  signal: AbortSignal;
  /** Called when the processor failed and is about to be opened again. */
  onTrouble: (message: string) => void;
  /** How long it waits before it tries again, in milliseconds. @default 5000 */
  pause?: number;
}

/**
 * Keeps a processor running: if Kafka or QuestDB is away for longer than requests are retried, it
 * waits and continues from the last committed offset.
 */
export async function serve(
  open: () => Promise<RunningProcessor>,
  { name, signal, onTrouble, pause = 5000 }: ServeOptions,
): Promise<void> {
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  while (!signal.aborted) {
    try {
      const processor = await open();
      try {
        await Promise.race([processor.done, stopped]);
      } finally {
        await processor.stop();
      }
    } catch (error) {
      if (signal.aborted) throw error;
      onTrouble(`${name}: ${messageOf(error)}. Trying again in ${pause / 1000} s`);
      await sleep(pause, signal).catch(() => {}); // the loop's condition sees the abort
    }
  }
}

/** Options for {@linkcode runOnce}. */
export interface RunOnceOptions {
  kafka: KafkaClient;
  group: string;
  /** The topics that are read. */
  topics: string[];
  /** Those of them that the processor itself writes to, its dead letters: what it adds is read too. */
  own?: string[];
  signal: AbortSignal;
}

/**
 * Runs a processor until its group has processed everything that its topics hold at this moment,
 * and what it wrote itself meanwhile.
 *
 * @throws {UnavailableError} Kafka or QuestDB stayed away: the message says how much is left.
 */
export async function runOnce(
  open: () => Promise<RunningProcessor>,
  { kafka, group, topics, own = [], signal }: RunOnceOptions,
): Promise<void> {
  const processor = await open();
  const over = new AbortController();
  let left: number | undefined;
  async function untilRead(topics: string[]) {
    const goal = await endOffsets(kafka, topics);
    await untilCommitted(kafka, {
      group,
      goal,
      onMove: (committed) => left = countLeft(goal, committed),
      signal: AbortSignal.any([signal, over.signal]),
    });
  }
  try {
    await Promise.race([processor.done, untilRead(topics).then(() => untilRead(own))]);
  } catch (error) {
    // What ended it is reported, and not that the processor cannot stop cleanly after that.
    over.abort(); // otherwise the wait would continue after the processor failed
    await processor.stop().catch(() => {}); // the error below is the one to report
    throw left === undefined || signal.aborted ? error : withLeft(error, { left, topics });
  }
  await processor.stop();
}

function countLeft(goal: TopicOffsets, committed: TopicOffsets): number {
  let left = 0;
  for (const [topic, partitions] of goal) {
    for (const [partition, end] of partitions) {
      left += Math.max(0, end - (committed.get(topic)?.get(partition) ?? 0));
    }
  }
  return left;
}

/** The error, if a service is away, with what the next run has to do. */
function withLeft(error: unknown, { left, topics }: { left: number; topics: string[] }): unknown {
  if (!(error instanceof UnavailableError) || left === 0) return error;
  const text = `${error.message}. At most ${left.toLocaleString("en")} records of ` +
    `${topics.join(" and ")} are left: the next run goes on there`;
  return new UnavailableError(text, error);
}
