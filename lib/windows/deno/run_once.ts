/** Runs windows over all that their topic holds now. */
import type { KafkaClient } from "../../kafka/client.ts";
import { readTopic } from "../../kafka/read.ts";
import { sleep } from "../../retry.ts";
import { emptyTopic } from "../no_records.ts";
import { compareRows, type WindowResult } from "../result.ts";
import type { Window, WindowRow } from "../window.ts";
import { readRecord } from "./read_record.ts";
import { sourceTopic } from "../source_topic.ts";
import type { WindowOutput } from "./window_output.ts";
import type { StateSize } from "./window_state.ts";
import { describeJump } from "./time_jumps.ts";
import { type Counts, WindowTask } from "./window_task.ts";

/** Options for {@linkcode runDenoOnce}. */
export interface RunOnceOptions {
  /** Opens the output of a window; without it, nothing is written. */
  open?: (window: Window) => Promise<WindowOutput>;
  signal?: AbortSignal;
  /** Called after each batch with the records read so far, those that the topic holds, and what each window keeps. */
  onProgress?: (read: number, all: number, sizes: StateSize[]) => void;
  /** Called with the first message that is not a record of the stream. */
  onRejected?: (place: string, reason: string) => void;
  /** Called at the end with what is to be warned of. */
  onWarning?: (window: Window, warning: string) => void;
}

/** Rows after which they are sent. */
const FLUSH_ROWS = 5000;

/**
 * Runs windows of one stream in this process, from the start of the topic to the end that it has now.
 * Then all windows are closed. They share one reading of the topic.
 *
 * @throws {NoRecordsError} The topic has no records, or there is none.
 * @throws {Error} No record made a row; the message says why.
 * @throws The signal's reason, if it aborts.
 */
export async function runDenoOnce(
  windows: readonly Window[],
  kafka: KafkaClient,
  { open, signal, onProgress, onRejected, onWarning }: RunOnceOptions = {},
): Promise<WindowResult[]> {
  const started = performance.now();
  const stream = windows[0]!.from;
  const { topic, partitions } = await sourceTopic(kafka, stream);
  const ends = new Map(partitions.map(({ partition, end }) => [partition, end]));
  const all = partitions.reduce((sum, { start, end }) => sum + end - start, 0);
  const running = await Promise.all(windows.map(async (window) => {
    const rows: WindowRow[] = [];
    const output = await open?.(window);
    const task = new WindowTask(window, ends.keys(), {
      row(row, final) {
        if (final) rows.push(row);
        output?.row(row);
      },
      late: (message, place) => output?.late(message, place),
    });
    return { task, rows, output };
  }));
  const flush = () => Promise.all(running.map(({ output }) => output?.take()()));
  const finish = (partition: number) => {
    for (const { task } of running) {
      if (task.watermark.finish(partition, Date.now())) task.close();
    }
  };
  for (const { partition, start, end } of partitions) if (start >= end) finish(partition);

  let read = 0, rejected = "";
  let paused = performance.now();
  for await (const { partition, messages } of readTopic(kafka, topic, { to: ends })) {
    signal?.throwIfAborted();
    const now = Date.now();
    for (const message of messages) {
      read++;
      const found = readRecord(stream, message);
      if (found === undefined) continue;
      const { offset } = message;
      if ("reason" in found) {
        if (rejected === "") {
          const field = found.field === undefined ? "" : `${found.field} `;
          rejected = `${topic}/${partition}:${offset}: ${field}${found.reason}`;
          onRejected?.(`${topic}/${partition}:${offset}`, `${field}${found.reason}`);
        }
        for (const { task } of running) task.counts.rejected++;
        continue;
      }
      const place = { time: found.time, partition, offset };
      for (const { task } of running) task.add(found.record, { message, place, now });
    }
    if (messages.at(-1)!.offset + 1 >= ends.get(partition)!) finish(partition);
    for (const { task } of running) if (task.window.emit === "changes") task.emitChanges();
    if (running.some(({ output }) => output && output.pending >= FLUSH_ROWS)) await flush();
    onProgress?.(read, all, running.map(({ task }) => task.state.size()));
    if (performance.now() - paused > 50) {
      await sleep(0); // lets Ctrl-C and progress through
      paused = performance.now();
    }
  }
  for (const { task } of running) task.close(Infinity);
  await flush();
  for (const { task: { window, watermark } } of running) {
    const jump = watermark.jumps.worst();
    if (jump) onWarning?.(window, describeJump(topic, jump));
  }
  const seconds = Math.round(performance.now() - started) / 1000;
  return running.map(({ task: { window, counts, nullKeys }, rows }) => {
    if (rows.length === 0) throw nothingProduced(window, counts, rejected);
    return {
      window: window.name,
      engine: "deno",
      rows: rows.sort(compareRows(window.by)),
      read,
      late: counts.late,
      duplicates: counts.duplicate,
      filtered: counts.filtered,
      nullKeys,
      rejected: counts.rejected,
      seconds,
    };
  });
}

/** @param first The place and the reason of the first message that is not a record. */
function nothingProduced(window: Window, counts: Counts, first: string): Error {
  const { filtered, rejected, late } = counts;
  if (filtered + rejected + late === 0) return emptyTopic(window);
  const parts = [
    [rejected, `are not records of the stream (the first: ${first})`],
    [filtered, "are left out by its where"],
    [late, "came late"],
  ].filter(([count]) => count !== 0).map(([count, what]) => `${count} ${what}`);
  return new Error(
    `Records were read and the window ${window.name} has no row: ${parts.join(", ")}`,
  );
}
