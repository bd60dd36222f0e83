import type { WindowEngine } from "../../windows/window.ts";

/** Options for {@linkcode runWindow}: the engine, and what ends it. */
export interface RunWindowOptions {
  /**
   * `deno` reads the topic in this process and writes nothing. `questdb` creates or brings up to date the
   * view `<name>_questdb`; `flink` runs a job that writes the topic `<name>_flink`. @default "deno"
   */
  engine?: WindowEngine;
  /** Ends it, as Stop does. */
  signal?: AbortSignal;
  /** Called with notes: a message that is not a record, the job that Flink runs. @default console.log */
  log?: (note: string) => void;
}

/** The time that a row of a window is about: from its start to its end, without the latter. */
export interface WindowTimes {
  window_start: Date;
  window_end: Date;
}

/** What became of the records that a window read. Null where the engine cannot tell. */
export interface WindowCounts {
  window: string;
  engine: WindowEngine;
  /** Messages of the topic, or on QuestDB rows of the table. */
  read: number;
  /** Came after all their windows had closed. */
  late: number | null;
  /** Read a second time within a window. */
  duplicates: number | null;
  /** Left out by the window's `where`. */
  filtered: number | null;
  /** Messages that are not records of the stream. */
  rejected: number | null;
  /** Until the first row could be read. */
  firstSeconds: number;
  /** Until all rows could be read. */
  seconds: number;
}

/** The rows of a window by start, then by keys, with {@linkcode WindowCounts}. */
export type WindowRows<T> = (T & WindowTimes)[] & { readonly counts: WindowCounts };
