import { type ForecastJob, runJob, type TimedForecast } from "./forecast_job.ts";
import { models } from "../models/mod.ts";
import type { Answer, SentJob } from "./pool_worker.ts";

/** Does one job at a time. */
export interface Lane {
  run(job: ForecastJob): Promise<TimedForecast>;
  /** Ends what runs, at once in a worker, else before the next job. */
  end(): void;
}

/** Jobs in this thread; what waits runs between two of them: a progress bar, a Stop button. */
export function inThread(now?: () => number): Lane {
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

/** Jobs in a worker of their own, which starts at the first one and again after a crash. */
export function inWorker(): Lane {
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
      worker.onmessage = ({ data }: MessageEvent<Answer>) =>
        "error" in data ? reject(new Error(data.error)) : resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        end();
        reject(new Error(`Cannot forecast in a worker: ${event.message}`));
      };
      const job: SentJob = { ...rest, model: model.id };
      worker.postMessage(job);
      return promise;
    },
    end,
  };
}
