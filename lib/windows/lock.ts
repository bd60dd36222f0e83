/**
 * On an engine a window runs in one process at a time: whoever has the one partition of its checkpoint topic.
 * The lock is a consumer group, so that Kafka frees it when a process is killed. On the same machine the
 * next process need not wait for that: it sees that the other one has died.
 */
import type { KafkaClient } from "../kafka/client.ts";
import { consume } from "../kafka/consumer.ts";
import { sleep, until } from "../retry.ts";
import { removeDead } from "../stack/machine/dead_members.ts";
import { isAlive, showLife } from "../stack/machine/life_sign.ts";
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
/** How long a process of this machine that lives is waited for: it may just be ending, in milliseconds. */
const ENDING = 2000;
/** How long whoever asks at the same time may take to join, in milliseconds. */
const SETTLE = 300;

/** The group that holds the lock. */
export function lockGroup(
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
  const group = async () => {
    const { groups: [found] } = await kafka.administer(
      `look who runs ${window.name}`,
      (admin) => admin.describeGroups([groupId]),
    );
    return { members: found?.members.length ?? 0, stable: found?.state === "Stable" };
  };
  const begun = performance.now();
  const isFree = async () => {
    const members = await removeDead(kafka, groupId);
    if (members.length === 0) return true;
    const waited = performance.now() - begun;
    const alive = waited > ENDING && await Promise.all(members.map(({ about }) => isAlive(about)));
    if (waited > SESSION + 3000 || alive && alive.includes(true)) throw taken();
    return false;
  };
  await until(isFree, { every: 200, maxEvery: 500, signal });
  const assigned = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => {}); // nobody may be waiting for it yet
  let held = false, released = false;
  // Where no file can be written, the next process waits for the session after a kill.
  const life = await showLife().catch(() => undefined);
  const consumer = await consume(kafka, {
    groupId,
    topics: [checkpointTopic(kafka, window, engine)],
    about: life?.id ?? "",
    fromBeginning: false,
    sessionTimeout: SESSION,
    onBatch: () => {},
    onAssigned(partitions) {
      if (partitions.length > 0) assigned.resolve();
      else lost.reject(taken()); // whoever asked at the same time has it
    },
    onRevoked() {
      if (held && !released) lost.reject(taken());
    },
  });
  consumer.ended.catch((error) => lost.reject(error));
  const release = async () => {
    released = true;
    await consumer.stop().finally(() => life?.end());
  };
  const over = new AbortController();
  /** Those who asked at the same time may still be coming, and those who did not get it leave. */
  async function untilAlone(): Promise<void> {
    await assigned.promise;
    // When one has left, the group is stable only after those who stay have joined it once more.
    const isAlone = async () => {
      const { members, stable } = await group();
      return members === 1 && stable;
    };
    const settled = async () => {
      if (!await isAlone()) return false;
      await sleep(SETTLE, over.signal);
      return await isAlone();
    };
    await until(settled, { every: 100, signal: over.signal });
  }
  const late = sleep(SESSION + 3000, over.signal).then(() => Promise.reject(taken()));
  try {
    await Promise.race([untilAlone(), lost.promise, late]);
    held = true;
    return { lost: lost.promise, release };
  } catch (error) {
    await release();
    throw error;
  } finally {
    over.abort();
    late.catch(() => {}); // it is too late for that
  }
}
