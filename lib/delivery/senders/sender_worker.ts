/** A sender: makes its share of a feed's records and writes them straight into QuestDB. */
import { parentPort, workerData } from "node:worker_threads";
import { messageOf, UnavailableError } from "../../errors.ts";
import { feeds } from "../../feeds/mod.ts";
import { Outages } from "../../outage.ts";
import { deliver } from "../deliver.ts";
import { findEngines } from "../find_engines.ts";
import { openSource } from "../open_source.ts";
import type { News, Order, SenderJob } from "./messages.ts";

const job = workerData as SenderJob;
const port = parentPort!;
const tell = (news: News) => port.postMessage(news);
const stop = new AbortController();

port.on("message", (order: Order) => {
  if (order === "stop") stop.abort(new DOMException("Interrupted", "AbortError"));
  else send().then(tell);
});
tell({ kind: "ready" });

async function send(): Promise<News> {
  const { questdb, batch, delay, ...choice } = job;
  const feed = feeds.find(({ name }) => name === job.feed)!;
  const { signal } = stop;
  // All senders meet the same: the first one tells of it.
  const log = job.share.index === 0 ? (line: string) => tell({ kind: "log", line }) : () => {};
  try {
    const how = { ...choice, batchSize: batch, simulate: true, live: false, signal, log };
    const accounts = await deliver(openSource(feed, [], how), {
      endpoints: { questdb },
      via: "direct",
      batch,
      delay,
      signal,
      find: findEngines,
      outages: new Outages(log),
      onChange: (account, share) => tell({ kind: "account", account, share }),
      onBad: ({ stream, ...bad }) =>
        tell({ kind: "bad", rejection: { ...bad, stream: stream.name } }),
      onWarning: log,
    });
    return { kind: "done", accounts };
  } catch (error) {
    const at = error instanceof UnavailableError
      ? { service: error.service, address: error.address }
      : {};
    return { kind: "failed", message: messageOf(error), ...at };
  }
}
