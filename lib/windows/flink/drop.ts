import type { FlinkEndpoint } from "../../config.ts";
import { messageOf } from "../../errors.ts";
import type { KafkaClient } from "../../kafka/client.ts";
import { deleteTopics, listTopics } from "../../kafka/topic_admin.ts";
import { checkpointTopic } from "../checkpoints.ts";
import { lockWindow } from "../lock.ts";
import { outputStream } from "../output.ts";
import type { Window } from "../window.ts";
import { type FlinkCheckpoint, jobName, lastFlinkCheckpoint } from "./checkpoint.ts";
import { disposeSnapshot } from "./dispose.ts";
import { localPath } from "./snapshots.ts";
import { removeFolders } from "./stop_service.ts";

/** Options for {@linkcode dropFlinkWindow}. */
export interface DropOptions {
  kafka: KafkaClient;
  /** @default Flink does not run */
  flink?: FlinkEndpoint | undefined;
  /** Flink's folder on this machine. @default Flink is asked to delete what it keeps */
  folder?: string | undefined;
  signal?: AbortSignal;
}

/**
 * Removes what a window wrote on Flink: its topic of rows and that of its checkpoints, its savepoint, the
 * checkpoints of its jobs, and how far they had read. Its jobs must have been cancelled.
 *
 * @returns What was removed, and what could not be, each as a line.
 * @throws {Error} A process still follows the window.
 */
export async function dropFlinkWindow(
  window: Window,
  { kafka, flink, folder, signal }: DropOptions,
): Promise<string[]> {
  const checkpoints = checkpointTopic(kafka, window, "flink");
  const own = [kafka.topicOf(outputStream(window, "flink")), checkpoints];
  const topics = (await listTopics(kafka)).filter((topic) => own.includes(topic));
  const lines: string[] = [];
  if (topics.includes(checkpoints)) {
    const lock = await lockWindow(kafka, window, { engine: "flink", signal });
    await lock.release();
    const last = await lastFlinkCheckpoint(kafka, window);
    if (last) lines.push(...await removeSaved(last, { flink, folder }));
  }
  await deleteTopics(kafka, topics);
  lines.push(...topics.map((topic) => `dropped topic ${topic}`));
  const groups = [jobName(window, kafka), jobName(window, { ...kafka, once: true })];
  const removed = await kafka.administer(
    `remove the groups ${groups.join(", ")}`,
    async (admin) => {
      const { groups: all } = await admin.listGroups();
      const found = groups.filter((group) => all.some(({ groupId }) => groupId === group));
      if (found.length > 0) await admin.deleteGroups(found);
      return found;
    },
  );
  return [...lines, ...removed.map((group) => `dropped group ${group}`)];
}

async function removeSaved(
  { snapshot, jobs }: FlinkCheckpoint,
  { flink, folder }: Pick<DropOptions, "flink" | "folder">,
): Promise<string[]> {
  if (folder === undefined) {
    if (!snapshot) return [];
    const kept = (why: string) => `Flink keeps ${snapshot.path}: ${why}. Delete it there`;
    if (flink === undefined) return [kept("it does not run")];
    return await disposeSnapshot(flink, snapshot.path).then(
      () => [`dropped ${snapshot.path}`],
      (error) => [kept(messageOf(error))],
    );
  }
  const removed = await removeFolders(folder, jobs);
  const path = snapshot && localPath(snapshot.path);
  // Nothing outside Flink's own folder, whatever the topic says.
  if (path && path.startsWith(`${folder}/savepoints/`) && !path.includes("..")) {
    try {
      await Deno.remove(path, { recursive: true });
      removed.push(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // Flink has deleted it
    }
  }
  return removed.map((path) => `dropped ${path}`);
}
