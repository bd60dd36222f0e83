import type { OutgoingMessage, Producer, TooLarge } from "../kafka/producer.ts";
import type { ProcessorOutput } from "./processor_output.ts";

/** Messages that are kept in memory before they must be sent. */
const FULL = 2500;

/** Options for {@linkcode topicOutput}: what to do with the results of a flush. */
export interface TopicOutputOptions<O> {
  /** Called after each flush with the number of messages that Kafka has acknowledged. */
  onWritten?: (count: number) => void;
  /** Called with each message that is too large for Kafka, by its origin. */
  onTooLarge: (origin: O, size: TooLarge) => void;
}

/** Messages on their way to a topic, each with what it was made from. */
export interface TopicOutput<O> extends ProcessorOutput {
  /** Adds a message. @returns Whether the output is full and must be flushed. */
  add(message: OutgoingMessage, origin: O): boolean;
}

/** Makes an output that writes to a topic. */
export function topicOutput<O>(
  producer: Producer,
  topic: string,
  { onWritten, onTooLarge }: TopicOutputOptions<O>,
): TopicOutput<O> {
  let messages: OutgoingMessage[] = [];
  let origins: O[] = [];
  return {
    add(message, origin) {
      origins.push(origin);
      return messages.push(message) >= FULL;
    },
    async flush() {
      const [taken, from] = [messages, origins];
      [messages, origins] = [[], []];
      if (taken.length === 0) return;
      const large = await producer.write(topic, taken);
      for (const size of large) onTooLarge(from[size.index]!, size);
      await producer.flush();
      onWritten?.(taken.length - large.length);
    },
  };
}
