/** What a worker of {@linkcode openPool} does: forecasts, one job after the other. */
import { messageOf } from "../../errors.ts";
import { type ForecastJob, runJob, type TimedForecast } from "./forecast_job.ts";
import { modelOf } from "../models/mod.ts";

/** A job as it is sent, its model by id. */
export type SentJob = Omit<ForecastJob, "model"> & { model: string };

/** What comes back. */
export type Answer = TimedForecast | { error: string };

const thread = self as unknown as {
  onmessage: (event: MessageEvent<SentJob>) => void;
  postMessage(answer: Answer): void;
};

thread.onmessage = async ({ data }) => {
  try {
    thread.postMessage(await runJob({ ...data, model: modelOf(data.model) }));
  } catch (error) {
    thread.postMessage({ error: messageOf(error) });
  }
};
