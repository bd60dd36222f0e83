import { sinkGroup } from "../delivery/sink.ts";
import { messageOf } from "../errors.ts";
import { lag } from "../kafka/offsets.ts";
import { isMissingTable } from "../questdb/query_error.ts";
import { sleep } from "../retry.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/stream.ts";
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
  const { db, engines, acks, taken, options: { log } } = scene;
  const told = new Set<string>();
  while (!signal.aborted) {
    const { next } = await readAcks(acks);
    const rows = engines.up ? await countNow(chaosRecords) : undefined;
    const letters = rows === undefined ? undefined : await countNow(deadLetters);
    const gone = taken.dropped.size + taken.discarded.size;
    const waiting = rows !== undefined && letters !== undefined && rows + letters < next - gone;
    watch.see({ rows: engines.up ? rows : undefined, waiting, now: performance.now() });
    await ended(LOOK, signal);
  }
  return watch.longest;

  /** Rows that SQL sees; undefined if QuestDB does not answer. What else it says is told, once. */
  async function countNow(stream: Stream): Promise<number | undefined> {
    try {
      const { rows: [row] } = await db.ask<{ n: number }>(
        `select count() n from "${db.tableOf(stream)}"`,
        { signal: AbortSignal.timeout(5000) },
      );
      return row!.n;
    } catch (error) {
      if (isMissingTable(error)) return 0;
      const text = messageOf(error);
      if (engines.up && !told.has(text)) log(`Cannot look at ${stream.name}: ${text}`);
      if (engines.up) told.add(text);
      return undefined;
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
