/**
 * A window runs in one process at a time: whoever has the one partition of its checkpoint topic. The lock is
 * a consumer group, so that Kafka frees it when a process is killed. On the same machine the next process
 * need not wait for that: it sees that the other one has died.
 */
import type { KafkaClient } from "../../kafka/client.ts";
import { consume } from "../../kafka/consumer.ts";
import { groupMembers, removeMember } from "../../kafka/group_members.ts";
import { sleep, until } from "../../retry.ts";
import type { Window } from "../window.ts";
import { checkpointTopic } from "./checkpoint.ts";
import { forgetLife, hasDied, showLife } from "../life_sign.ts";

/** The lock on a window. */
export interface WindowLock {
  /** Rejects if another process has taken the window over. */
  readonly lost: Promise<never>;
  /** Gives it up. */
  release(): Promise<void>;
}

/** A process that was killed on another machine keeps the lock for as long as its session, in milliseconds. */
const SESSION = 6000;

/** The group that holds the lock. */
export function lockGroup(kafka: Pick<KafkaClient, "prefix">, { name }: Window): string {
  return `${kafka.prefix}windows_${name}_deno`;
}

/**
 * Takes the lock; waits until that of a process that was killed is over.
 *
 * @throws {Error} The window runs in another process.
 */
export async function lockWindow(
  kafka: KafkaClient,
  window: Window,
  signal?: AbortSignal,
): Promise<WindowLock> {
  const groupId = lockGroup(kafka, window);
  const taken = () =>
    new Error(
      `Cannot start the window ${window.name}: it already runs in another process (consumer group ` +
        `${groupId}). Stop that one first`,
    );
  const isFree = async () => {
    await removeDead(kafka, groupId);
    return (await groupMembers(kafka, groupId)).length === 0;
  };
  await until(isFree, { every: 200, maxEvery: 500, within: SESSION + 3000, signal })
    .catch(async (error) => {
      signal?.throwIfAborted();
      throw await isFree() ? error : taken();
    });
  const assigned = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => {}); // nobody may be waiting for it yet
  let released = false;
  // Where no file can be written, the next process waits for the session after a kill.
  const life = await showLife().catch(() => undefined);
  const consumer = await consume(kafka, {
    groupId,
    topics: [checkpointTopic(kafka, window)],
    about: life?.id ?? "",
    fromBeginning: false,
    sessionTimeout: SESSION,
    onBatch: () => {},
    onAssigned: (partitions) => {
      if (partitions.length > 0) assigned.resolve();
    },
    onRevoked: () => {
      if (!released) lost.reject(taken());
    },
  });
  consumer.ended.catch((error) => lost.reject(error));
  const release = async () => {
    released = true;
    await consumer.stop().finally(() => life?.end());
  };
  const late = sleep(SESSION).then(() => Promise.reject(taken()));
  try {
    await Promise.race([assigned.promise, lost.promise, late]);
  } catch (error) {
    await release();
    throw error;
  }
  late.catch(() => {}); // the lock is taken
  return { lost: lost.promise, release };
}

/** Takes the lock of a window from processes of this machine that have died with it. */
export async function removeDead(kafka: KafkaClient, groupId: string): Promise<void> {
  for (const { id, about } of await groupMembers(kafka, groupId)) {
    if (!await hasDied(about)) continue;
    await removeMember(kafka, groupId, id);
    await forgetLife(about);
  }
}
