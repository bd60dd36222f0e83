import { messageOf } from "../errors.ts";
import type { Outage, Outages, Waiting } from "../outage.ts";
import { abandonedAfter, sleep } from "../retry.ts";
import { explain, isTransient, kafkaCode, reasonOf } from "./errors.ts";

/**
 * How long a topic may be unknown, in milliseconds: a busy broker may learn late of a topic that was just
 * made, and one that comes back may answer before it knows its old topics.
 */
const UNKNOWN_TOPIC = { usual: 1500, justMade: 40_000, afterReturn: 10_000 };

/** Options for {@linkcode withPatience}: time limit, cancellation, text for errors. */
export interface PatienceOptions {
  /** What is being done, for the error: `write to taxi_trips`. */
  action: string;
  /** Bootstrap servers, for messages; a function if they may change meanwhile. */
  address: string | (() => string);
  /** How long transient failures are retried, in milliseconds. @default 40000 */
  patience?: number;
  /** Ends the retries early: the next failure is thrown, and no answer is waited for any longer. */
  signal?: AbortSignal;
  /** Called with failures and answers, to report that Kafka is away. */
  outage?: Outage;
  /**
   * After this long without an answer, in milliseconds, it is reported like a failure.
   * @default 10000
   */
  noAnswer?: number;
  /** Called with each failure that is retried. */
  onRetry?: (error: unknown) => void;
  /** Whether the topic was just made: then it may be unknown for 40 s, else for 1.5 s. @default false */
  isNew?: boolean;
  /** @default Date.now */
  now?: () => number;
}

/**
 * Repeats a request to Kafka until it succeeds, as long as its failures are transient: it survives a
 * broker that is restarted within the time given as patience.
 *
 * @throws {UnavailableError} Kafka stayed away for longer.
 * @throws What `work` throws if it is not transient, with the failed action in the message.
 */
export async function withPatience<T>(
  work: () => Promise<T>,
  options: PatienceOptions,
): Promise<T> {
  const { action, patience = 40_000, signal, outage, onRetry, now = Date.now } = options;
  const { noAnswer = 10_000, isNew = false } = options;
  const address = () => typeof options.address === "string" ? options.address : options.address();
  const start = now();
  const end = start + patience;
  let unknownUntil = start + (isNew ? UNKNOWN_TOPIC.justMade : UNKNOWN_TOPIC.usual);
  let waiting: Waiting | undefined;
  for (let wait = 50;; wait = Math.min(wait * 2, 1000)) {
    const late = outage && setTimeout(() => {
      waiting ??= outage.wait(address(), "no answer");
    }, noAnswer);
    try {
      const answer = await abandonedAfter(work(), { signal });
      outage?.answered(address(), waiting);
      return answer;
    } catch (error) {
      const unknown = isUnknownTopic(error);
      if (!unknown) unknownUntil = Math.max(unknownUntil, now() + UNKNOWN_TOPIC.afterReturn);
      const over = now() + wait > (unknown ? unknownUntil : end);
      if (!isTransient(error) || signal?.aborted || over) {
        if (waiting) outage!.giveUp(waiting);
        throw explain(error, { action, address: address() });
      }
      if (waiting) waiting.reason = reasonOf(error);
      else if (!unknown) waiting = outage?.wait(address(), reasonOf(error));
      onRetry?.(error);
    } finally {
      clearTimeout(late);
    }
    await pause(wait, signal);
  }
}

/** Whether Kafka answered that it has no such topic, or not yet. */
export function isUnknownTopic(error: unknown): boolean {
  return kafkaCode(error) === "UNKNOWN_TOPIC_OR_PARTITION";
}

/** The settings of a client that {@linkcode patientRetry} needs. */
interface RetrySettings {
  /** Read when it is needed: Kafka may be back at another address. */
  readonly address: string;
  patience: number;
  outages?: Outages;
  log: (level: "debug", message: string) => void;
}

/** {@linkcode withPatience} with a client's settings; each retry is logged. */
export function patientRetry(
  client: RetrySettings,
  signal: AbortSignal | undefined,
  { noAnswer }: Pick<PatienceOptions, "noAnswer"> = {},
): <T>(action: string, work: () => Promise<T>) => Promise<T> {
  const { patience, outages, log } = client;
  return (action, work) =>
    withPatience(work, {
      action,
      address: () => client.address,
      patience,
      signal,
      ...noAnswer === undefined ? {} : { noAnswer },
      ...outages ? { outage: outages.of("Kafka") } : {},
      onRetry: (error) => log("debug", `${action} again: ${messageOf(error)}`),
    });
}

/** Waits until the time is over or the signal aborts, whichever is first. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  // `sleep` rejects only with the reason of the abort, and here an abort just ends the wait: the
  // caller looks at the signal itself.
  await sleep(ms, signal).catch(() => {});
}
