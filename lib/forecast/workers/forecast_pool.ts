import type { ForecastJob, TimedForecast } from "./forecast_job.ts";
import { type JobRunner, threadRunner, workerRunner } from "./job_runner.ts";

/** Makes forecasts in the order of the calls. */
export interface ForecastPool extends Disposable {
  /**
   * Fits and predicts.
   *
   * @throws What the model threw (from a worker, an Error with its message), or the signal's reason.
   */
  forecast(job: ForecastJob): Promise<TimedForecast>;
}

/** Threads, stop signal and clock of {@linkcode openPool}. */
export interface PoolOptions {
  /** Workers; 0 forecasts in this thread and lets others run between two fits. @default all cores */
  jobs?: number;
  /** Ends all work: at once in workers, between two fits in this thread. */
  signal?: AbortSignal;
  /** Milliseconds for which idle workers wait for the next pool, after this one. @default 0 */
  linger?: number;
  /** Milliseconds of a clock that never goes back, for jobs = 0. @default performance.now */
  now?: () => number;
}

interface Task extends PromiseWithResolvers<TimedForecast> {
  job: ForecastJob;
}

/**
 * Opens workers that forecast, so that a notebook or a progress bar stays responsive and all cores
 * are used. Forecasts are the same as in one thread. Workers start when they are needed; close the
 * pool with `using`, or they keep running.
 *
 * Needs permission to read the package cache, where augurs' WebAssembly lies.
 *
 * @throws {RangeError} `jobs` is not a whole number from 0.
 */
export function openPool(
  { jobs = navigator.hardwareConcurrency, signal, linger, now }: PoolOptions = {},
): ForecastPool {
  if (!(Number.isInteger(jobs) && jobs >= 0)) {
    throw new RangeError(`Cannot open a pool of ${jobs} workers: it must be a whole number from 0`);
  }
  const waiting: Task[] = [], running = new Set<Task>();
  const idle: JobRunner[] = Array.from(
    { length: Math.max(1, jobs) },
    () => jobs === 0 ? threadRunner(now) : workerRunner({ linger }),
  );
  const runners = [...idle];
  let ended: unknown;

  async function work(task: Task, runner: JobRunner) {
    running.add(task);
    try {
      task.resolve(await runner.run(task.job));
    } catch (error) {
      task.reject(error);
    }
    running.delete(task);
    idle.push(runner);
    next();
  }
  function next() {
    while (waiting.length > 0 && idle.length > 0) {
      const { task, runner } = nextPair({ waiting, idle, runners });
      waiting.splice(waiting.indexOf(task), 1);
      idle.splice(idle.indexOf(runner), 1);
      work(task, runner);
    }
  }
  function end(reason: unknown) {
    ended ??= reason;
    for (const runner of runners) runner.end();
    for (const task of [...running, ...waiting.splice(0)]) task.reject(ended);
    signal?.removeEventListener("abort", abort);
  }
  const abort = () => end(signal!.reason);
  if (signal?.aborted) abort();
  else signal?.addEventListener("abort", abort);

  return {
    forecast(job) {
      if (ended !== undefined) return Promise.reject(ended);
      const task = { job, ...Promise.withResolvers<TimedForecast>() };
      waiting.push(task);
      next();
      return task.promise;
    },
    [Symbol.dispose]: () => end(new Error("Cannot forecast: the pool is closed")),
  };
}

/** Tasks that are looked through for one that suits a worker. */
const LOOK_AHEAD = 200;

/**
 * Who does what next: a worker that fitted this model to this series before does so again, for it
 * remembers a part; else a task that no other worker has begun; else the first.
 */
function nextPair(
  { waiting, idle, runners }: { waiting: Task[]; idle: JobRunner[]; runners: JobRunner[] },
) {
  const near = waiting.slice(0, LOOK_AHEAD);
  for (const task of near) {
    const runner = idle.find((one) => one.knows(task.job));
    if (runner) return { task, runner };
  }
  const fresh = near.find(({ job }) => !runners.some((one) => one.knows(job)));
  return { task: fresh ?? near[0]!, runner: idle.at(-1)! };
}
