import type { KafkaClient } from "../../kafka/client.ts";
import { deleteTopics, listTopics } from "../../kafka/topic_admin.ts";
import type { Questdb } from "../../questdb/client.ts";
import { checkpointTopic } from "../checkpoints.ts";
import { lockWindow } from "../lock.ts";
import { lateName, outputStream } from "../output.ts";
import type { Window } from "../window.ts";

/**
 * Removes what a window wrote in this process: its table, its topics of rows, late records and
 * checkpoints. The next run calculates it again from the records that its stream's topic still has.
 *
 * @returns The names of what was removed.
 * @throws {Error} The window is running.
 */
export async function dropWindow(
  window: Window,
  { kafka, db, signal }: { kafka: KafkaClient; db: Questdb; signal?: AbortSignal },
): Promise<string[]> {
  const stream = outputStream(window, "deno");
  const checkpoints = checkpointTopic(kafka, window, "deno");
  const own = [
    kafka.topicOf(stream),
    `${kafka.prefix}${lateName(window)}`,
    checkpoints,
  ];
  const topics = (await listTopics(kafka)).filter((topic) => own.includes(topic));
  if (topics.includes(checkpoints)) {
    const lock = await lockWindow(kafka, window, { engine: "deno", signal });
    await lock.release();
  }
  const table = db.tableOf(stream);
  const [found] = await db.sql`select table_name from tables() where table_name = ${table}`;
  if (found) await db.run(`drop table "${table}"`);
  await deleteTopics(kafka, topics);
  return [...(found ? [`table ${table}`] : []), ...topics.map((topic) => `topic ${topic}`)];
}
