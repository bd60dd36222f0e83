import { sinkGroup } from "../delivery/sink.ts";
import { lag } from "../kafka/offsets.ts";
import { sleep } from "../retry.ts";
import { readAcks } from "./ack_log.ts";
import type { Scene } from "./scene.ts";
import { type Sample, usageOf } from "./soak.ts";
import { StallWatch } from "./stall.ts";
import { chaosRecords } from "./stream.ts";

/** Milliseconds between two looks at the table. */
const LOOK = 500;
/** Milliseconds between two samples of memory, handles and lag. */
const SAMPLE = 10_000;

/** Looks at the table for stalls until the signal aborts. @returns The longest stall, in seconds. */
export async function watchStalls(scene: Scene, signal: AbortSignal): Promise<number> {
  const watch = new StallWatch();
  const { db, engines, acks } = scene;
  const table = db.tableOf(chaosRecords);
  while (!signal.aborted) {
    const { next } = await readAcks(acks);
    const rows = engines.up ? await rowsNow() : undefined;
    // Bad records never become rows: up to 0.2 % of the records may be missing.
    const waiting = rows !== undefined && rows < next * 0.998;
    watch.see({ rows: engines.up ? rows : undefined, waiting, now: performance.now() });
    await ended(LOOK, signal);
  }
  return watch.longest;

  async function rowsNow(): Promise<number | undefined> {
    try {
      const [row] = await db.ask<{ n: number }>(`select count() n from "${table}"`, {
        signal: AbortSignal.timeout(5000),
      }).then(({ rows }) => rows);
      return row!.n;
    } catch {
      return undefined; // killed meanwhile, or the table is not there yet
    }
  }
}

/** Samples memory, handles and lag until the signal aborts. */
export async function takeSamples(scene: Scene, signal: AbortSignal): Promise<Sample[]> {
  const samples: Sample[] = [];
  const { stack, engines, producer, kafka } = scene;
  const topic = kafka.topicOf(chaosRecords);
  const started = performance.now();
  while (!signal.aborted) {
    const pids = { ...await stack.pids(), producer: producer.pid, sink: scene.sinks[0]!.child.pid };
    const at = Math.round((performance.now() - started) / 1000);
    const behind = engines.up
      ? (await lag(kafka, sinkGroup(kafka, chaosRecords), [topic])).get(topic)
      : undefined;
    samples.push({ at, ...await usageOf(pids), lag: behind });
    await ended(SAMPLE, signal);
  }
  return samples;
}

async function ended(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, signal).catch((error) => {
    if (!signal.aborted) throw error;
  });
}
