/**
 * A window that runs as a service, and survives being killed at any moment. Before its output is written, a
 * checkpoint says how far reading had come and which records were late. After a restart the records of
 * the windows that the output may not have are read again, up to there: those windows then hold the
 * same records as before, so that writing their rows a second time changes nothing.
 */
import type { KafkaClient } from "../../kafka/client.ts";
import type { IncomingMessage } from "../../kafka/consumer.ts";
import type { Producer } from "../../kafka/producer.ts";
import { readTopic } from "../../kafka/read.ts";
import type { TopicInfo } from "../../kafka/topic_admin.ts";
import { cannotGoOn, checkpointTopic, lastCheckpoint, writeCheckpoint } from "../checkpoints.ts";
import type { Window } from "../window.ts";
import type { Place } from "./accumulator.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { noteOffsets } from "./lowest_offsets.ts";
import { readRecord } from "./read_record.ts";
import type { WindowOutput } from "./window_output.ts";
import { WindowTask } from "./window_task.ts";

/** What a service needs of Kafka. */
export interface ServedTargets {
  kafka: KafkaClient;
  producer: Producer;
}

/** A window as a service. */
export class ServedWindow {
  readonly task: WindowTask;
  readonly output: WindowOutput;
  /** The next offset to be counted, by partition. */
  readonly next: Map<number, number>;
  /** Rows that were written. */
  rows = 0;
  #written = -Infinity;
  #late: [number, number][] = [];
  #partlyLate: [number, number, number][] = [];
  /** Whether anything was read since the last checkpoint. */
  #moved = false;
  readonly #targets: ServedTargets;

  constructor(
    window: Window,
    info: TopicInfo,
    { output, targets }: { output: WindowOutput; targets: ServedTargets },
  ) {
    this.output = output;
    this.#targets = targets;
    this.next = new Map(info.partitions.map(({ partition, start }) => [partition, start]));
    this.task = new WindowTask(window, this.next.keys(), {
      row: (row) => {
        this.rows++;
        output.row(row);
      },
      late: (message, place) => this.#noteLate(message, place),
      partlyLate: ({ partition, offset }, closed) =>
        void this.#partlyLate.push([partition, offset, closed]),
    });
  }

  /** Rows and late records that wait for a checkpoint. */
  get pending(): number {
    return this.output.pending + this.#partlyLate.length;
  }

  /**
   * Brings the state back from the last checkpoint.
   *
   * @returns Records read for it.
   * @throws {Error} Records of open windows are no longer in the topic.
   */
  async recover(info: TopicInfo): Promise<number> {
    const { kafka } = this.#targets;
    const { window } = this.task;
    const { checkpoint } = await lastCheckpoint<Checkpoint>(
      kafka,
      checkpointTopic(kafka, window, "deno"),
    );
    if (!checkpoint) return 0;
    requireRecords(window, info, checkpoint);
    const written = checkpoint.written ?? -Infinity;
    const late = new Set(checkpoint.late.map(([partition, offset]) => `${partition}:${offset}`));
    const partly = new Map(
      checkpoint.partlyLate.map(([partition, offset, at]) => [`${partition}:${offset}`, at]),
    );
    const after: { record: Record<string, unknown>; place: Place; closed: number }[] = [];
    const { partitions } = checkpoint;
    let read = 0;
    const batches = readTopic(kafka, info.topic, {
      from: new Map(partitions.map(({ partition, from }) => [partition, from])),
      to: new Map(partitions.map(({ partition, next }) => [partition, next])),
    });
    for await (const { partition, messages } of batches) {
      for (const message of messages) {
        read++;
        const found = readRecord(window.from, message);
        if (!found || "reason" in found) continue;
        const place = { time: found.time, partition, offset: message.offset };
        const closed = partly.get(`${partition}:${message.offset}`);
        if (late.has(`${partition}:${message.offset}`)) this.#noteLate(message, place);
        else if (closed !== undefined) after.push({ record: found.record, place, closed });
        else this.task.state.add(found.record, place, written);
      }
    }
    for (const { record, place, closed } of after.sort((a, b) => a.closed - b.closed)) {
      this.task.close(closed);
      this.task.state.add(record, place, closed);
    }
    this.#partlyLate = checkpoint.partlyLate;
    this.task.watermark.restore(
      partitions.map(({ partition, newest }) => [partition, newest ?? -Infinity]),
      checkpoint.watermark ?? -Infinity,
    );
    for (const { partition, next } of partitions) this.next.set(partition, next);
    this.#written = written;
    this.#moved = true;
    this.task.close();
    return read;
  }

  /** Handles a message; one that was handled before the last checkpoint is left out. */
  add(
    message: IncomingMessage,
    { found, partition, now }: {
      found: ReturnType<typeof readRecord>;
      partition: number;
      now: number;
    },
  ): void {
    const { offset } = message;
    if (offset < this.next.get(partition)!) return;
    this.next.set(partition, offset + 1);
    this.#moved = true;
    if (!found) return;
    if ("reason" in found) {
      this.task.counts.rejected++;
      return;
    }
    this.task.add(found.record, { message, place: { time: found.time, partition, offset }, now });
  }

  /** Writes a checkpoint, then the output that it speaks of. Only one may be under way. */
  async checkpoint(): Promise<void> {
    if (!this.#moved && this.output.pending === 0) return;
    this.#moved = false;
    const { task } = this;
    const { value } = task.watermark;
    const from = task.state.offsets();
    noteOffsets(from, task.takeClosedOffsets());
    noteOffsets(from, this.#late); // read again after a restart, to be written again
    const newest = new Map(task.watermark.newest());
    const checkpoint: Checkpoint = {
      partitions: [...this.next].map(([partition, next]) => ({
        partition,
        from: Math.min(from.get(partition) ?? next, next),
        next,
        newest: finite(newest.get(partition)!),
      })),
      watermark: finite(value),
      written: finite(this.#written),
      late: this.#late,
      partlyLate: this.#partlyLate,
    };
    this.#late = [];
    this.#partlyLate = [];
    const wrote = this.output.pending > 0;
    const send = this.output.take();
    const { kafka, producer } = this.#targets;
    await writeCheckpoint(producer, checkpointTopic(kafka, task.window, "deno"), checkpoint);
    await send();
    this.#written = value;
    if (wrote) this.#moved = true; // the next checkpoint says that it is written
  }

  #noteLate(message: IncomingMessage, place: Place): void {
    this.#late.push([place.partition, place.offset]);
    this.output.late(message, place);
  }
}

function finite(time: number): number | null {
  return Number.isFinite(time) ? time : null;
}

function requireRecords(
  window: Window,
  { topic, partitions }: TopicInfo,
  checkpoint: Checkpoint,
): void {
  for (const { partition, from, next } of checkpoint.partitions) {
    const now = partitions.find((one) => one.partition === partition);
    const problem = !now || now.end < next
      ? `the topic ${topic} has fewer records than were read: it was deleted and made again`
      : now.start > from && from < next
      ? `the records of its open windows have expired from ${topic}/${partition}`
      : undefined;
    if (problem) throw cannotGoOn(window, "deno", problem);
  }
}
