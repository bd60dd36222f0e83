/** What an input of a flow knows of each key: made of the topic's messages alone, so that no kill loses it. */
import type { IncomingBatch, IncomingMessage, TopicPartition } from "../kafka/consumer.ts";

/** Reads the messages of a partition from an offset on, those that have expired left out. @param to Exclusive. */
export type ReadRange = (
  from: TopicPartition,
  range: { from: number; to: number },
) => AsyncIterable<Pick<IncomingBatch, "messages">>;

/** The states of one partition. */
interface Partition {
  states: Map<string, object>;
  /** All messages before this offset are in the states. */
  position: number;
  /** The last message of the batch that is handled, and the offset after the batch. */
  last: number;
  next: number;
}

/**
 * The states of an input, by partition and key. They follow from the messages before an offset, in their
 * order: whoever begins at another offset than where these states end, as after a start or a rebalance,
 * first reads the partition from its beginning to there.
 */
export class KeyedState {
  readonly #partitions = new Map<string, Partition>();
  readonly #start: () => object;

  /** @param start Makes the state of a key before its first record. */
  constructor(start: () => object) {
    this.#start = start;
  }

  /**
   * Makes the states those of all messages before a batch.
   *
   * @param add Called with each of the messages that were missing: it changes the states, nothing else.
   */
  async prepare(
    { topic, partition, messages, nextOffset }: IncomingBatch,
    { read, add }: {
      read: ReadRange;
      add: (message: IncomingMessage, from: TopicPartition) => void;
    },
  ): Promise<void> {
    const from = { topic, partition };
    if (messages.length === 0) return; // there may be marks of Kafka's only
    const first = messages[0]!.offset;
    if (this.#at(from).position > first) this.#partitions.delete(placeOf(from));
    const known = this.#at(from);
    if (known.position < first) {
      for await (const { messages } of read(from, { from: known.position, to: first })) {
        for (const message of messages) {
          add(message, from);
          known.position = message.offset + 1;
        }
      }
      known.position = first;
    }
    known.last = messages.at(-1)!.offset;
    known.next = nextOffset;
  }

  /** Notes that a message is handled. */
  handled({ offset }: IncomingMessage, from: TopicPartition): void {
    const known = this.#at(from);
    // Kafka's own marks take offsets too: after a batch comes what follows it.
    known.position = offset === known.last ? known.next : offset + 1;
  }

  /** The state of a key, made if it has none yet. */
  of(key: string, from: TopicPartition): object {
    const { states } = this.#at(from);
    let state = states.get(key);
    if (!state) states.set(key, state = this.#start());
    return state;
  }

  /** Forgets all: the partitions were given up. */
  clear(): void {
    this.#partitions.clear();
  }

  #at(from: TopicPartition): Partition {
    const place = placeOf(from);
    let partition = this.#partitions.get(place);
    if (!partition) {
      partition = { states: new Map(), position: 0, last: -1, next: 0 };
      this.#partitions.set(place, partition);
    }
    return partition;
  }
}

function placeOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
