/**
 * The open windows of one declared window. Time is cut into slices of the advance; a record is kept once, in
 * its slice, and a window is put together of its slices when it is written. A slice lives until the
 * last window that it belongs to is closed, and so do the identities that were counted in it.
 */
import type { Window, WindowRow } from "../window.ts";
import { compileFilter, compileIdentity, uuidFields } from "./compile.ts";
import { type LowestOffsets, noteOffset, noteOffsets } from "./lowest_offsets.ts";
import { type Accumulator, type Accumulators, accumulators, type Place } from "./accumulator.ts";

interface Group {
  keys: Record<string, string | number>;
  values: Accumulator;
}

interface Slice {
  groups: Map<unknown, Group>;
  /** What was counted: time and identity. */
  identities: Set<string>;
  /** The lowest offset of its records, by partition: where reading starts again after a crash. */
  offsets: LowestOffsets;
}

/** What became of a record. */
export type Fate = "counted" | "filtered" | "late" | "duplicate";

/** What a window keeps in memory. */
export interface StateSize {
  windows: number;
  groups: number;
  identities: number;
}

/** The open windows of a declared window. */
export class WindowState {
  readonly window: Window;
  readonly #slices = new Map<number, Slice>();
  /** Starts of windows with a record that are not closed yet, ascending. */
  readonly #open: number[] = [];
  /** Groups that changed since {@linkcode takeChanged}, by slice. */
  readonly #changed = new Map<number, Map<unknown, Group>>();
  readonly #accumulators: Accumulators;
  readonly #accepts: (record: Record<string, unknown>) => boolean;
  readonly #identityOf: (record: Record<string, unknown>) => string;
  readonly #uuids: readonly string[];

  constructor(window: Window) {
    this.window = window;
    this.#accumulators = accumulators(window.aggregate);
    this.#accepts = compileFilter(window);
    this.#identityOf = compileIdentity(window.from);
    this.#uuids = uuidFields(window);
  }

  /**
   * Counts a record; its UUIDs are written in lower case, as their text has two forms and they one value.
   *
   * @param closed Windows whose end − 1 ms is not later than this are closed, in milliseconds.
   */
  add(record: Record<string, unknown>, place: Place, closed: number): Fate {
    for (const field of this.#uuids) record[field] = lowerCase(record[field]);
    if (!this.#accepts(record)) return "filtered";
    const { size, advance } = this.window.kind;
    const start = Math.floor(place.time / advance) * advance;
    if (start + size - 1 <= closed) return "late";
    const slice = this.#slices.get(start) ?? this.#openSlice(start, closed);
    const { partition, offset } = place;
    noteOffset(slice.offsets, partition, offset);
    const { identities } = slice;
    const known = identities.size;
    if (identities.add(this.#identityOf(record)).size === known) return "duplicate";
    const key = this.#keyOf(record);
    let group = slice.groups.get(key);
    if (!group) slice.groups.set(key, group = this.#openGroup(record));
    this.#accumulators.add(group.values, record, place);
    if (this.window.emit !== "final") this.#noteChange(start, key, group);
    return "counted";
  }

  /** Whether some of the windows of a record are closed, and not all: it is counted in the others. */
  isPartlyLate({ time }: Place, closed: number): boolean {
    const { size, advance } = this.window.kind;
    const start = Math.floor(time / advance) * advance;
    return start + advance - 1 <= closed && start + size - 1 > closed;
  }

  /**
   * Closes windows whose end − 1 ms is not later than `watermark`; infinity closes all.
   *
   * @param onClosed Called with each of their rows, in the order of their starts.
   * @returns The lowest offsets of the records in these windows, by partition.
   */
  close(watermark: number, onClosed: (row: WindowRow) => void): Map<number, number> {
    const { size } = this.window.kind;
    const offsets = new Map<number, number>();
    let closed = 0;
    while (closed < this.#open.length && this.#open[closed]! + size - 1 <= watermark) {
      const start = this.#open[closed++]!;
      for (const slice of this.#slicesOf(start)) noteOffsets(offsets, slice.offsets);
      this.#rowsOf(start, undefined, onClosed);
      this.#slices.delete(start); // no later window begins as early
      this.#changed.delete(start);
    }
    this.#open.splice(0, closed);
    return offsets;
  }

  /** Rows of open windows that changed since the last call. */
  takeChanged(onChanged: (row: WindowRow) => void): void {
    const { size, advance } = this.window.kind;
    const windows = new Map<number, Set<unknown>>();
    for (const [slice, groups] of this.#changed) {
      for (let start = slice - size + advance; start <= slice; start += advance) {
        const keys = windows.get(start) ?? new Set();
        windows.set(start, keys);
        for (const key of groups.keys()) keys.add(key);
      }
    }
    this.#changed.clear();
    for (const start of this.#open) {
      const keys = windows.get(start);
      if (keys) this.#rowsOf(start, keys, onChanged);
    }
  }

  /** The lowest offsets of the records in open windows, by partition. */
  offsets(): Map<number, number> {
    const offsets = new Map<number, number>();
    for (const slice of this.#slices.values()) noteOffsets(offsets, slice.offsets);
    return offsets;
  }

  /** How much is kept now. */
  size(): StateSize {
    let groups = 0, identities = 0;
    for (const slice of this.#slices.values()) {
      groups += slice.groups.size;
      identities += slice.identities.size;
    }
    return { windows: this.#open.length, groups, identities };
  }

  #openSlice(slice: number, closed: number): Slice {
    const { size, advance } = this.window.kind;
    const made: Slice = { groups: new Map(), identities: new Set(), offsets: new Map() };
    this.#slices.set(slice, made);
    for (let start = slice - size + advance; start <= slice; start += advance) {
      if (start + size - 1 > closed) insertSorted(this.#open, start);
    }
    return made;
  }

  #openGroup(record: Record<string, unknown>): Group {
    const keys: Group["keys"] = {};
    for (const field of this.window.by) keys[field] = record[field] as string | number;
    return { keys, values: this.#accumulators.empty() };
  }

  #keyOf(record: Record<string, unknown>): unknown {
    const { by } = this.window;
    if (by.length === 0) return "";
    if (by.length === 1) return record[by[0]!];
    return JSON.stringify(by.map((field) => record[field]));
  }

  #noteChange(start: number, key: unknown, group: Group): void {
    const groups = this.#changed.get(start) ?? new Map();
    this.#changed.set(start, groups.set(key, group));
  }

  *#slicesOf(start: number): Generator<Slice> {
    const { size, advance } = this.window.kind;
    for (let at = start; at < start + size; at += advance) {
      const slice = this.#slices.get(at);
      if (slice) yield slice;
    }
  }

  #rowsOf(
    start: number,
    only: ReadonlySet<unknown> | undefined,
    onRow: (row: WindowRow) => void,
  ): void {
    const groups = new Map<unknown, Group>();
    for (const slice of this.#slicesOf(start)) {
      for (const [key, { keys, values }] of slice.groups) {
        if (only && !only.has(key)) continue;
        let sum = groups.get(key);
        if (!sum) groups.set(key, sum = { keys, values: this.#accumulators.empty() });
        this.#accumulators.merge(sum.values, values);
      }
    }
    const window_start = new Date(start).toISOString();
    const window_end = new Date(start + this.window.kind.size).toISOString();
    for (const { keys, values } of groups.values()) {
      onRow({ window_start, window_end, ...keys, ...this.#accumulators.results(values) });
    }
  }
}

/** New windows are nearly always the latest ones. */
function insertSorted(starts: number[], start: number): void {
  let at = starts.length;
  while (at > 0 && starts[at - 1]! > start) at--;
  if (at > 0 && starts[at - 1] === start) return;
  starts.splice(at, 0, start);
}

function lowerCase(value: unknown): unknown {
  return typeof value === "string" ? value.toLowerCase() : value;
}
