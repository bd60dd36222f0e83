/** The worker of {@linkcode openPool}: forecasts, one job after the other. */
import { messageOf } from "../../errors.ts";
import { modelOf } from "../models/mod.ts";
import { runJob } from "./forecast_job.ts";
import type { WorkerJob, WorkerReply } from "./worker_messages.ts";

const thread = self as unknown as {
  onmessage: (event: MessageEvent<WorkerJob>) => void;
  postMessage(reply: WorkerReply): void;
};

thread.onmessage = async ({ data }) => {
  try {
    thread.postMessage(await runJob({ ...data, model: modelOf(data.model) }));
  } catch (error) {
    thread.postMessage({ error: messageOf(error) });
  }
};
