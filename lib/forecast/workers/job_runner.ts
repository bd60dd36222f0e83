import { Worker } from "node:worker_threads";
import { models } from "../models/mod.ts";
import { type ForecastJob, runJob, type TimedForecast } from "./forecast_job.ts";
import type { WorkerJob, WorkerReply } from "./worker_messages.ts";

/** Runs one job at a time. */
export interface JobRunner {
  run(job: ForecastJob): Promise<TimedForecast>;
  /** Whether it fitted this model to this series before: it remembers parts of it. */
  knows(job: ForecastJob): boolean;
  /** Ends the running job: at once in a worker, otherwise before the next job. */
  end(): void;
}

/** Runs jobs in this thread; other work (a progress bar, a Stop button) runs between two of them. */
export function threadRunner(now?: () => number): JobRunner {
  let ended = false;
  return {
    async run(job) {
      await new Promise((resolve) => setTimeout(resolve));
      if (ended) throw new Error("Cannot forecast: the pool is closed");
      return await runJob(job, { now });
    },
    knows: () => true,
    end: () => ended = true,
  };
}

/** A worker, and what it fitted so far. */
interface Forecaster {
  worker?: Worker;
  known: Set<string>;
}

/** Idle workers of closed pools. They do not keep the process alive. */
const resting: Forecaster[] = [];

/**
 * Runs jobs in one worker, which starts with the first job and again after a crash.
 *
 * @param options `linger`: milliseconds for which an idle worker waits for the next pool when this
 * runner ends: it has loaded everything, and remembers fits. @default 0
 */
export function workerRunner({ linger = 0 }: { linger?: number } = {}): JobRunner {
  let at: Forecaster = resting.pop() ?? { known: new Set() };
  let fail: ((reason: Error) => void) | undefined;
  const end = () => {
    const { worker } = at;
    if (worker && linger > 0 && !fail) rest(at, linger);
    else worker?.terminate();
    at = { known: new Set() };
  };
  return {
    async run(job) {
      const { model, ...rest } = job;
      if (!models.includes(model)) {
        throw new RangeError(
          `Cannot run ${model.id} in a worker: only models of lib/forecast/models can. Ask for jobs: 0`,
        );
      }
      const { promise, resolve, reject } = Promise.withResolvers<WorkerReply>();
      fail = reject;
      const worker = at.worker ??= new Worker(new URL("./pool_worker.ts", import.meta.url));
      worker.removeAllListeners();
      worker.on("message", resolve);
      worker.on("error", (error: Error) => {
        fail = undefined;
        at = { known: new Set() };
        reject(new Error(`Cannot forecast in a worker: ${error.message}`));
      });
      worker.ref();
      at.known.add(keyOf(job));
      worker.postMessage({ ...rest, model: model.id } satisfies WorkerJob);
      const reply = await promise;
      fail = undefined;
      if ("error" in reply) throw new Error(reply.error);
      return reply;
    },
    knows: (job) => at.known.has(keyOf(job)),
    end,
  };
}

function keyOf({ model, series }: ForecastJob): string {
  return JSON.stringify([model.id, series.id]);
}

/** Keeps an idle worker for the next pool; ends it if none comes. */
function rest(at: Forecaster, linger: number): void {
  at.worker!.removeAllListeners();
  at.worker!.unref();
  resting.push(at);
  Deno.unrefTimer(setTimeout(() => {
    const place = resting.indexOf(at);
    if (place < 0) return; // A pool has taken it.
    resting.splice(place, 1);
    at.worker!.terminate();
  }, linger));
}
