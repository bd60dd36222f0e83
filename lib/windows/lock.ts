/**
 * On an engine a window runs in one process at a time: whoever has the one partition of its checkpoint topic.
 * The lock is a consumer group, so that Kafka frees it when a process is killed.
 */
import type { KafkaClient } from "../kafka/client.ts";
import { consume } from "../kafka/consumer.ts";
import { sleep, until } from "../retry.ts";
import { checkpointTopic } from "./checkpoints.ts";
import type { Window, WindowEngine } from "./window.ts";

/** The lock on a window. */
export interface WindowLock {
  /** Rejects if another process has taken the window over. */
  readonly lost: Promise<never>;
  /** Gives it up. */
  release(): Promise<void>;
}

/** A killed process keeps the lock for as long as its session, in milliseconds. */
const SESSION = 6000;

/** The group that holds the lock. */
function lockGroup(
  kafka: Pick<KafkaClient, "prefix">,
  { name }: Window,
  engine: WindowEngine,
): string {
  return `${kafka.prefix}windows_${name}_${engine}`;
}

/**
 * Takes the lock; waits until that of a process that was killed is over.
 *
 * @throws {Error} The window runs in another process.
 */
export async function lockWindow(
  kafka: KafkaClient,
  window: Window,
  { engine, signal }: { engine: WindowEngine; signal?: AbortSignal | undefined },
): Promise<WindowLock> {
  const groupId = lockGroup(kafka, window, engine);
  const taken = () =>
    new Error(
      `Cannot start the window ${window.name}: it already runs in another process (consumer group ` +
        `${groupId}). Stop that one first`,
    );
  const isFree = async () => {
    const { groups: [group] } = await kafka.administer(
      `look who runs ${window.name}`,
      (admin) => admin.describeGroups([groupId]),
    );
    return (group?.members.length ?? 0) === 0;
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
  const consumer = await consume(kafka, {
    groupId,
    topics: [checkpointTopic(kafka, window, engine)],
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
  const release = () => {
    released = true;
    return consumer.stop();
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
