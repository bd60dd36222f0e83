import { fillCommand } from "../../feeds/fill.ts";
import { feeds, streams } from "../../feeds/mod.ts";
import type { KafkaClient } from "../../kafka/client.ts";
import { sourceTopic } from "../../windows/source_topic.ts";
import type { Window } from "../../windows/window.ts";

/** @throws {Error} The window's topic does not exist or is empty; the message says how to fill it. */
export async function requireRecords(kafka: KafkaClient, window: Window): Promise<void> {
  const { topic, partitions } = await sourceTopic(kafka, window.from);
  if (partitions.some(({ start, end }) => start < end)) return;
  const { name, from } = window;
  const command = streams[from.name] && fillCommand(feeds, from.name);
  const fill = `Fill it with: ${command ?? "await kafka.send(stream, records)"}`;
  throw new Error(`The window ${name} has no row: the topic ${topic} is empty. ${fill}`);
}
