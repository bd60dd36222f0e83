import { messageOf } from "../errors.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { endOffsets } from "../kafka/offsets.ts";
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

/** Runs a processor until its group has processed everything that its topics hold at this moment. */
export async function runOnce(
  open: () => Promise<RunningProcessor>,
  { kafka, group, topics, signal }: {
    kafka: KafkaClient;
    group: string;
    topics: string[];
    signal: AbortSignal;
  },
): Promise<void> {
  const processor = await open();
  const over = new AbortController();
  async function untilRead() {
    const goal = await endOffsets(kafka, topics);
    await untilCommitted(kafka, { group, goal, signal: AbortSignal.any([signal, over.signal]) });
  }
  try {
    await Promise.race([processor.done, untilRead()]);
  } finally {
    over.abort(); // otherwise the wait would continue after the processor failed
    await processor.stop();
  }
}
