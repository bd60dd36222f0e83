import type { OutgoingMessage, Producer } from "../kafka/producer.ts";
import type { Rejection } from "../streams/rejection.ts";
import { type LetterOrigin, shortened, toMessage } from "./dead_letter_messages.ts";
import type { ProcessorOutput } from "./processor_output.ts";

/** Rejections, and characters of their text, that are kept in memory before they must be sent. */
const FULL = { rejections: 5000, characters: 16 << 20 };

/** Rejections on their way to a dead-letter topic. */
export interface DeadLetterOutput extends ProcessorOutput {
  /** Adds a rejection. @returns Whether the output is full and must be flushed. */
  add(rejection: Rejection, from: LetterOrigin): boolean;
}

/** Makes an output for a dead-letter topic: each rejection is one message with its reason in headers. */
export function deadLetterOutput(producer: Producer, topic: string): DeadLetterOutput {
  let messages: OutgoingMessage[] = [];
  let characters = 0;
  return {
    add(rejection, from) {
      characters += rejection.raw.length;
      const count = messages.push(toMessage(rejection, from));
      return count >= FULL.rejections || characters >= FULL.characters;
    },
    async flush() {
      const taken = messages;
      messages = [];
      characters = 0;
      if (taken.length === 0) return;
      await writeDeadLetters(producer, topic, taken);
      await producer.flush();
    },
  };
}

/**
 * Writes dead letters. One that is too large for Kafka is written with the start of its text only,
 * which its reason says.
 *
 * @throws {Error} A dead letter is too large even so.
 */
export async function writeDeadLetters(
  producer: Producer,
  topic: string,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  const tooLarge = await producer.write(topic, messages);
  if (tooLarge.length === 0) return;
  const [still] = await producer.write(
    topic,
    tooLarge.map(({ index }) => shortened(messages[index]!)),
  );
  if (!still) return;
  throw new Error(
    `Cannot write a dead letter to ${topic}: it needs ${still.bytes} bytes, at most ${still.limit}`,
  );
}
