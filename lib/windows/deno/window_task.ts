/** One declared window over one topic in this process: its state, its time, and what it has counted. */
import type { IncomingMessage } from "../../kafka/consumer.ts";
import type { Window, WindowRow } from "../window.ts";
import type { Place } from "./accumulator.ts";
import type { Fate } from "./window_state.ts";
import { nullableKeys } from "../left_out.ts";
import { noteOffsets } from "./lowest_offsets.ts";
import { Watermark } from "./watermark.ts";
import { WindowState } from "./window_state.ts";

/** Where a task's results go. */
export interface TaskSink {
  /** Called with a row of a window that has closed, or whose values have changed. */
  row(row: WindowRow, final: boolean): void;
  /** Called with a record that came after all its windows had closed. */
  late(message: IncomingMessage, place: Place): void;
  /** Called with a record that was counted although some of its windows, up to `closed`, had closed. */
  partlyLate?(place: Place, closed: number): void;
}

/** What became of the records that a window has read. */
export type Counts = Record<Fate | "read" | "rejected", number>;

/** A declared window that is running. */
export class WindowTask {
  readonly window: Window;
  readonly watermark: Watermark;
  readonly state: WindowState;
  readonly counts: Counts = {
    read: 0,
    counted: 0,
    filtered: 0,
    late: 0,
    duplicate: 0,
    rejected: 0,
  };
  /** Of the filtered records, those that have no value in a key, by key. */
  readonly nullKeys: Record<string, number>;
  /** The lowest offsets of records whose windows have closed since {@linkcode takeClosedOffsets}. */
  #closedOffsets = new Map<number, number>();
  readonly #sink: TaskSink;

  constructor(window: Window, partitions: Iterable<number>, sink: TaskSink, now = Date.now()) {
    this.window = window;
    this.watermark = new Watermark(partitions, window, now);
    this.state = new WindowState(window);
    this.nullKeys = Object.fromEntries(nullableKeys(window).map((field) => [field, 0]));
    this.#sink = sink;
  }

  /** Counts a record, and closes the windows whose end its time shows. */
  add(
    record: Record<string, unknown>,
    { message, place, now }: { message: IncomingMessage; place: Place; now: number },
  ): void {
    const { value: closed } = this.watermark;
    const fate = this.state.add(record, place, closed);
    this.counts.read++;
    this.counts[fate]++;
    if (fate === "filtered") this.#noteNulls(record);
    else if (fate === "late") {
      this.watermark.noteLate(place.time);
      this.#sink.late(message, place);
    } else if (fate === "counted" && this.state.isPartlyLate(place, closed)) {
      this.#sink.partlyLate?.(place, closed);
    }
    if (this.watermark.observe(place, now)) this.close();
  }

  #noteNulls(record: Record<string, unknown>): void {
    for (const field in this.nullKeys) {
      if (record[field] === undefined || record[field] === null) this.nullKeys[field]!++;
    }
  }

  /** Closes the windows that the watermark has passed. */
  close(watermark: number = this.watermark.value): void {
    const offsets = this.state.close(watermark, (row) => this.#sink.row(row, true));
    noteOffsets(this.#closedOffsets, offsets);
  }

  /** Leaves out idle partitions; closes what they held back. */
  tick(now: number): void {
    if (this.watermark.tick(now)) this.close();
  }

  /** Gives the rows of open windows that changed since the last call to the sink. */
  emitChanges(): void {
    this.state.takeChanged((row) => this.#sink.row(row, false));
  }

  /** The lowest offsets of the records in windows that closed since the last call, by partition. */
  takeClosedOffsets(): Map<number, number> {
    const taken = this.#closedOffsets;
    this.#closedOffsets = new Map();
    return taken;
  }
}
