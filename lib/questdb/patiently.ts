import type { Outages, Waiting } from "../outage.ts";
import { abandonedAfter, sleep } from "../retry.ts";

/** How to wait for a QuestDB that is away. Times are in milliseconds. */
export interface AwayOptions {
  /** How long requests are repeated. */
  patience?: number;
  /** Ends the wait: the next failure is thrown, and no answer is waited for any longer. */
  signal?: AbortSignal | undefined;
  /** Reports that QuestDB is away. @default no reports */
  outages?: Outages | undefined;
}

/** Options for {@linkcode patiently}. */
export interface PatientlyOptions extends AwayOptions {
  patience: number;
  /** Where QuestDB is, for messages. */
  address: () => string;
  /** Why a failure may be over soon, in short; undefined for any other, which is thrown at once. */
  passing: (error: unknown) => string | undefined;
  /** Called before each repetition: QuestDB may be back at another address. */
  beforeRetry: () => Promise<void>;
}

/** After this long without an answer, in milliseconds, it is reported like a failure. */
const NO_ANSWER = 10_000;

/** Repeats a request while QuestDB is away, and tells a person about it. */
export async function patiently<T>(
  work: () => Promise<T>,
  { patience, signal, outages, address, passing, beforeRetry }: PatientlyOptions,
): Promise<T> {
  const outage = outages?.of("QuestDB");
  const end = performance.now() + patience;
  let waiting: Waiting | undefined;
  for (let wait = 100;; wait = Math.min(wait * 2, 1000)) {
    const late = outage && setTimeout(() => {
      waiting ??= outage.wait(address(), "no answer");
    }, NO_ANSWER);
    try {
      const answer = await abandonedAfter(work(), { signal });
      outage?.answered(address(), waiting);
      return answer;
    } catch (error) {
      const reason = passing(error);
      if (reason === undefined || signal?.aborted || performance.now() >= end) {
        if (waiting) outage!.giveUp(waiting);
        throw error;
      }
      if (waiting) waiting.reason = reason;
      else waiting = outage?.wait(address(), reason);
    } finally {
      clearTimeout(late);
    }
    // An abort ends the wait: the next failure is thrown then.
    await sleep(Math.min(wait, end - performance.now()), signal).catch(() => {});
    if (!signal?.aborted) await beforeRetry();
  }
}
