/** A Kafka for tests of the processing loop: topics, a group and outputs in memory. */
import type { Buffer } from "node:buffer";
import type { KafkaClient } from "../kafka/client.ts";
import type { ConsumeOptions, Consumer, IncomingMessage } from "../kafka/consumer.ts";
import type { ProcessorOutput } from "./processor_output.ts";

/** A message with this text. */
export function message(offset: number, text: string | null): IncomingMessage {
  const value = text as unknown as Buffer | null;
  return { offset, timestamp: 1_767_225_600_000, key: null, value, headers: {}, text: () => text };
}

/** A consumer group with one member that a test drives by hand. */
export class FakeGroup {
  /** What happened, in order. */
  readonly events: string[];
  /** The member's partitions: a commit for any other one returns false. */
  owned = new Set(["t/0"]);
  committed = new Map<string, number>();
  #options!: ConsumeOptions;
  #consumer!: Consumer;
  readonly #ended = Promise.withResolvers<void>();

  constructor(events: string[] = []) {
    this.events = events;
    this.#ended.promise.catch(() => {}); // `done` reports it
  }

  /** In place of `consume`. */
  readonly consume = (_: KafkaClient, options: ConsumeOptions): Promise<Consumer> => {
    this.#options = options;
    this.#consumer = {
      commit: (topic, partition, nextOffset) => {
        const at = `${topic}/${partition}`;
        this.events.push(`commit ${at} ${nextOffset}`);
        if (!this.owned.has(at)) return Promise.resolve(false);
        this.committed.set(at, nextOffset);
        return Promise.resolve(true);
      },
      assigned: () => [],
      stop: async () => {
        await this.revoke();
        this.#ended.resolve();
      },
      ended: this.#ended.promise,
    };
    return Promise.resolve(this.#consumer);
  };

  /** Delivers a batch as the consumer does: an error in the handler ends the consumer. */
  async deliver(texts: (string | null)[], from = 0, at = { topic: "t", partition: 0 }) {
    const messages = texts.map((text, i) => message(from + i, text));
    const nextOffset = from + texts.length;
    const batch = { ...at, messages, nextOffset, highWatermark: nextOffset };
    try {
      await this.#options.onBatch(batch, this.#consumer);
    } catch (error) {
      this.#ended.reject(error);
      throw error;
    }
  }

  /** Revokes the partitions, as in a rebalance. */
  async revoke(): Promise<void> {
    const partitions = [...this.owned].map((name) => {
      const [topic, partition] = name.split("/");
      return { topic: topic!, partition: Number(partition) };
    });
    await this.#options.onRevoked?.(partitions, this.#consumer);
  }
}

/** An output that keeps what it flushes, and can be held up or made to fail. */
export class FakeOutput implements ProcessorOutput {
  pending: string[] = [];
  flushed: string[] = [];
  /** The next flush waits for it. */
  gate: Promise<void> = Promise.resolve();
  /** Thrown by the next flush. */
  failure: Error | undefined;

  constructor(readonly name: string, readonly events: string[]) {}

  async flush(): Promise<void> {
    const taken = this.pending;
    this.pending = [];
    if (taken.length > 0) this.events.push(`flush ${this.name} ${taken.join()}`);
    await this.gate;
    if (this.failure) throw this.failure;
    this.flushed.push(...taken);
    if (taken.length > 0) this.events.push(`${this.name} has ${taken.join()}`);
  }
}
