import { models } from "../models/mod.ts";
import { type ForecastJob, runJob, type TimedForecast } from "./forecast_job.ts";
import type { WorkerJob, WorkerReply } from "./worker_messages.ts";

/** Runs one job at a time. */
export interface JobRunner {
  run(job: ForecastJob): Promise<TimedForecast>;
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
    end: () => ended = true,
  };
}

/** Runs jobs in one worker, which starts with the first job and again after a crash. */
export function workerRunner(): JobRunner {
  let worker: Worker | undefined;
  const end = () => {
    worker?.terminate();
    worker = undefined;
  };
  return {
    run({ model, ...rest }) {
      const { promise, resolve, reject } = Promise.withResolvers<TimedForecast>();
      if (!models.includes(model)) {
        throw new RangeError(
          `Cannot run ${model.id} in a worker: only models of lib/forecast/models can. Ask for jobs: 0`,
        );
      }
      worker ??= new Worker(import.meta.resolve("./pool_worker.ts"), { type: "module" });
      worker.onmessage = ({ data }: MessageEvent<WorkerReply>) =>
        "error" in data ? reject(new Error(data.error)) : resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        end();
        reject(new Error(`Cannot forecast in a worker: ${event.message}`));
      };
      const job: WorkerJob = { ...rest, model: model.id };
      worker.postMessage(job);
      return promise;
    },
    end,
  };
}
