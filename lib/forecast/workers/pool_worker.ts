/** The worker of {@linkcode openPool}: forecasts, one job after the other. */
import { parentPort } from "node:worker_threads";
import { messageOf } from "../../errors.ts";
import { modelOf } from "../models/mod.ts";
import { runJob } from "./forecast_job.ts";
import type { WorkerJob, WorkerReply } from "./worker_messages.ts";

async function replyTo(job: WorkerJob): Promise<WorkerReply> {
  try {
    return await runJob({ ...job, model: modelOf(job.model) });
  } catch (error) {
    return { error: messageOf(error) };
  }
}

parentPort!.on("message", async (job: WorkerJob) => parentPort!.postMessage(await replyTo(job)));
