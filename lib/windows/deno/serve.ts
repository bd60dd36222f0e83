/** Runs windows as a service: each record once it comes, until stopped. */
import type { KafkaClient } from "../../kafka/client.ts";
import type { Producer } from "../../kafka/producer.ts";
import { readTopic } from "../../kafka/read.ts";
import { sleep } from "../../retry.ts";
import { lockWindow } from "../lock.ts";
import type { Window } from "../window.ts";
import { readRecord } from "./read_record.ts";
import { ServedWindow } from "./served_window.ts";
import { sourceTopic } from "../source_topic.ts";
import type { WindowOutput } from "./window_output.ts";

/** Options for {@linkcode serveDeno}. */
export interface ServeOptions {
  kafka: KafkaClient;
  producer: Producer;
  /** Opens the output of a window. */
  open: (window: Window) => Promise<WindowOutput>;
  /** Ends the service: what was read is written, windows that are open stay open. */
  signal: AbortSignal;
  /** Called after each batch, with the windows. */
  onProgress?: (served: readonly ServedWindow[]) => void;
  /** Called with the number of records that were read again to bring back the state of a window. */
  onRecovered?: (window: Window, records: number) => void;
  /** Called with the first message that is not a record of the stream. */
  onRejected?: (place: string, reason: string) => void;
}

/** Milliseconds between two checkpoints: a final row waits no longer than this. */
const EVERY = 200;
/** Rows and late records of a window after which reading waits for them to be written. */
const MOST_PENDING = 5000;

/**
 * Runs windows of one stream in this process until the signal aborts; they share one reading of the topic.
 *
 * @returns The windows, with what they counted and keep.
 * @throws {Error} One of them runs in another process, or takes its place.
 */
export async function serveDeno(
  windows: readonly Window[],
  options: ServeOptions,
): Promise<ServedWindow[]> {
  const { kafka, producer, open, signal, onProgress, onRecovered, onRejected } = options;
  const stream = windows[0]!.from;
  const info = await sourceTopic(kafka, stream);
  const { topic } = info;
  const outputs = await Promise.all(windows.map(open));
  await using locks = new AsyncDisposableStack();
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {}); // nobody may be waiting for it yet
  for (const window of windows) {
    const lock = await lockWindow(kafka, window, { engine: "deno", signal });
    locks.defer(() => lock.release());
    lock.lost.catch(failed.reject);
  }
  const served = windows.map((window, i) =>
    new ServedWindow(window, info, { output: outputs[i]!, targets: { kafka, producer } })
  );
  for (const one of served) onRecovered?.(one.task.window, await one.recover(info));

  let underWay: Promise<unknown> = Promise.resolve();
  const checkpoint = () =>
    underWay = underWay.then(() => Promise.all(served.map((one) => one.checkpoint())));
  const over = new AbortController();
  const reading = AbortSignal.any([signal, over.signal]);
  async function keepTime(): Promise<void> {
    const emitted = served.map(() => Date.now());
    while (!reading.aborted) {
      await sleep(EVERY, reading).catch(() => {}); // the loop's condition sees the abort
      const now = Date.now();
      for (const [i, { task }] of served.entries()) {
        task.tick(now);
        const { emit } = task.window;
        if (emit === "final" || typeof emit === "object" && now - emitted[i]! < emit.every) {
          continue;
        }
        task.emitChanges();
        emitted[i] = now;
      }
      await checkpoint();
    }
  }
  async function read(): Promise<void> {
    const from = new Map([...served[0]!.next.keys()].map((partition) => [
      partition,
      Math.min(...served.map(({ next }) => next.get(partition)!)),
    ]));
    let rejected = false;
    const batches = readTopic(kafka, topic, { from, follow: true, signal: reading });
    for await (const { partition, messages } of batches) {
      const now = Date.now();
      for (const message of messages) {
        const found = readRecord(stream, message);
        if (found && "reason" in found && !rejected) {
          rejected = true;
          onRejected?.(`${topic}/${partition}:${message.offset}`, found.reason);
        }
        for (const one of served) one.add(message, { found, partition, now });
      }
      onProgress?.(served);
      if (served.some(({ pending }) => pending > MOST_PENDING)) await checkpoint();
      else await sleep(0); // lets timers and heartbeats through
    }
  }
  const time = keepTime();
  try {
    await Promise.race([Promise.all([time, read()]), failed.promise]);
  } finally {
    over.abort();
    await time.catch(() => {}); // thrown above, if it is what failed
  }
  await checkpoint(); // writes the output
  await checkpoint(); // says that it is written
  return served;
}
