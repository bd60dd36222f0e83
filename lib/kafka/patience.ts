import { sleep } from "../retry.ts";
import { explain, isPassing, kafkaCode } from "./errors.ts";

/**
 * How long a topic may be unknown, in milliseconds: a broker may learn of a new one a moment later,
 * and one that comes back may answer before it knows its old ones.
 */
const UNKNOWN_TOPIC = { usual: 1500, afterReturn: 10_000 };

/** What {@linkcode withPatience} takes. */
export interface PatienceOptions {
  /** What is being done, for the error: `write to taxi_trips`. */
  action: string;
  /** Bootstrap servers, for the error. */
  address: string;
  /** How long passing failures are retried, in milliseconds. @default 40000 */
  patience?: number;
  /** Ends the retries early: the next failure is thrown. */
  signal?: AbortSignal;
  /** Told of each failure that is retried. */
  onRetry?: (error: unknown) => void;
  /** @default Date.now */
  now?: () => number;
}

/**
 * Does something with Kafka again until it succeeds, as long as its failures are of the passing
 * kind: a broker that is restarted within the patience is ridden out.
 *
 * @throws {UnavailableError} Kafka stayed away for longer.
 */
export async function withPatience<T>(
  work: () => Promise<T>,
  options: PatienceOptions,
): Promise<T> {
  const { patience = 40_000, signal, onRetry, now = Date.now } = options;
  const start = now();
  const end = start + patience;
  let unknownUntil = start + UNKNOWN_TOPIC.usual;
  for (let wait = 50;; wait = Math.min(wait * 2, 1000)) {
    try {
      return await work();
    } catch (error) {
      const unknown = isUnknownTopic(error);
      if (!unknown) unknownUntil = now() + UNKNOWN_TOPIC.afterReturn;
      const late = now() + wait > (unknown ? unknownUntil : end);
      if (!isPassing(error) || signal?.aborted || late) throw explain(error, options);
      onRetry?.(error);
    }
    await pause(wait, signal);
  }
}

function isUnknownTopic(error: unknown): boolean {
  return kafkaCode(error) === "UNKNOWN_TOPIC_OR_PARTITION";
}

/** Waits, but no longer than until the signal aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, signal).catch(() => {});
}
