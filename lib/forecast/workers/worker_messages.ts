import type { ForecastJob, TimedForecast } from "./forecast_job.ts";

/** A job as it is sent to a worker, with its model's id. */
export type WorkerJob = Omit<ForecastJob, "model"> & { model: string };

/** What a worker sends back. */
export type WorkerReply = TimedForecast | { error: string };
