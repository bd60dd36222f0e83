import type { OutgoingMessage, Producer } from "../kafka/producer.ts";
import type { Rejection } from "../streams/rejection.ts";
import { type MeantFor, toMessage } from "./dead_letter_messages.ts";
import type { ProcessorOutput } from "./processor.ts";

/** Rejections that are kept in memory before they must be sent. */
const FULL = 5000;

/** Rejections on their way to a dead-letter topic. */
export interface DeadLetterOutput extends ProcessorOutput {
  /** Adds a rejection. @returns Whether the output is full and must be flushed. */
  add(rejection: Rejection, from: MeantFor): boolean;
}

/** Makes an output for a dead-letter topic: each rejection is one message with its reason in headers. */
export function deadLetterOutput(producer: Producer, topic: string): DeadLetterOutput {
  let messages: OutgoingMessage[] = [];
  return {
    add: (rejection, from) => messages.push(toMessage(rejection, from)) >= FULL,
    async flush() {
      const taken = messages;
      messages = [];
      if (taken.length === 0) return;
      await producer.write(topic, taken);
      await producer.flush();
    },
  };
}
