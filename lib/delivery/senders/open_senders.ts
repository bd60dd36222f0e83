import { Worker } from "node:worker_threads";
import { UnavailableError } from "../../errors.ts";
import type { Feed } from "../../feeds/feed.ts";
import type { Account } from "../../processing/account.ts";
import type { Rejection } from "../../streams/rejection.ts";
import { addedUp } from "./added_up.ts";
import type { News, Order, SenderJob } from "./messages.ts";

/** Records that a sender makes in a row: a batch as the writer sends it, so that batches hardly overlap in time. */
const RUN = 20_000;

/** How many senders, and what they do together. */
export interface SendersOptions {
  /** How many, 1 or more. */
  senders: number;
  /** What they do together: limit and rate are those of all. */
  job: Omit<SenderJob, "feed" | "share">;
  /** Ends them early; they still store what they have made. */
  signal?: AbortSignal;
  onChange?: (account: Account, share?: number) => void;
  onBad?: (rejection: Rejection) => void;
  log?: (line: string) => void;
  /** Called before an error is thrown if records have been read by then: with the accounts so far. */
  onFailed?: (accounts: Account[]) => void;
}

/** Senders that are ready. */
export interface Senders {
  /**
   * Lets them begin at the same moment, and resolves when all are done.
   *
   * @returns One account for each stream, of all senders together.
   * @throws What the first of them threw; the others are stopped then.
   */
  run(): Promise<Account[]>;
}

/**
 * Starts senders, each in a worker of its own, which write one simulated feed straight into QuestDB
 * together: the same records as one sender, whatever their number. A rate is divided among them.
 *
 * @param feed One that is `divisible`.
 */
export async function openSenders(feed: Feed, options: SendersOptions): Promise<Senders> {
  const { senders, job, signal, onChange, onBad, log, onFailed } = options;
  const { rate } = job;
  // At a pace they take turns record by record, so that all are at the same time; else batch by batch.
  const run = rate || job.speed ? 1 : job.batch ?? RUN;
  const one = (index: number) => {
    const share = { index, of: senders, run };
    const own: SenderJob = { ...job, feed: feed.name, share, rate: rate && rate / senders };
    return startSender(own, hear);
  };
  const known = new Map<number, Account[]>();
  const all = () => addedUp([...known.values()]);

  function hear(news: News, index: number): void {
    if (news.kind === "log") log?.(news.line);
    if (news.kind === "bad") {
      const stream = feed.streams.find(({ name }) => name === news.rejection.stream)!;
      onBad?.({ ...news.rejection, stream });
    }
    if (news.kind === "done") known.set(index, news.accounts);
    if (news.kind === "account") {
      const { account } = news;
      const others = (known.get(index) ?? []).filter(({ stream }) => stream !== account.stream);
      known.set(index, [...others, account]);
      onChange?.(all().find(({ stream }) => stream === account.stream)!, news.share);
    }
  }

  const started = Array.from({ length: senders }, (_, index) => one(index));
  const stop = () => started.forEach(({ order }) => order("stop"));
  try {
    await Promise.all(started.map(({ ready }) => ready));
  } catch (error) {
    started.forEach(({ end }) => end());
    throw error;
  }
  return {
    async run() {
      if (signal?.aborted) stop();
      signal?.addEventListener("abort", stop, { once: true });
      try {
        started.forEach(({ order }) => order("go"));
        const ended = await Promise.allSettled(started.map(({ done }) => {
          done.catch(stop); // thrown below, when the others have stored what they have
          return done;
        }));
        const failed = ended.find((result) => result.status === "rejected");
        if (!failed) return all();
        if (all().some(({ read }) => read > 0)) onFailed?.(all());
        throw failed.reason;
      } finally {
        signal?.removeEventListener("abort", stop);
        started.forEach(({ end }) => end());
      }
    },
  };
}

/** A worker that sends: `ready` and `done` reject if it fails, or ends before. */
function startSender(job: SenderJob, hear: (news: News, index: number) => void) {
  const { index } = job.share;
  const ready = Promise.withResolvers<void>(), done = Promise.withResolvers<void>();
  done.promise.catch(() => {}); // before run() nobody waits for it: ready rejects too
  const fail = (error: Error) => [ready, done].forEach(({ reject }) => reject(error));
  const worker = new Worker(new URL("./sender_worker.ts", import.meta.url), { workerData: job });
  worker.on("error", (error: Error) => fail(new Error(`Sender ${index + 1}: ${error.message}`)));
  worker.on("exit", () => fail(new Error(`Sender ${index + 1} ended before its work was done`)));
  worker.on("message", (news: News) => {
    hear(news, index);
    if (news.kind === "ready") ready.resolve();
    if (news.kind === "done") done.resolve();
    if (news.kind === "failed") {
      const { message, service, address } = news;
      fail(
        service && address
          ? new UnavailableError(message, { service, address })
          : new Error(message),
      );
    }
  });
  return {
    ready: ready.promise,
    done: done.promise,
    order: (order: Order) => worker.postMessage(order),
    end: () => void worker.terminate(),
  };
}
