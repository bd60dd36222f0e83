import type { WindowEngine, WindowRow } from "./window.ts";

/** What running a window once gave, as `--json` prints it. */
export interface WindowResult {
  window: string;
  engine: WindowEngine;
  /** Sorted by start, then by keys. */
  rows: WindowRow[];
  /** Records read: messages of the topic, or for QuestDB rows of the table. */
  read: number;
  /** Records that came after all their windows had closed; null where the engine cannot tell. */
  late: number | null;
  /** Records that were read a second time within a window; null where the engine cannot tell. */
  duplicates: number | null;
  /** Records that the window's `where` leaves out; null where the engine cannot tell. */
  filtered: number | null;
  /** Records without a value in a key, by key, of the keys that may be null; null where the engine cannot tell. */
  nullKeys: Record<string, number> | null;
  /** Messages that are not records of the stream; null where the engine cannot tell. */
  rejected: number | null;
  seconds: number;
}

/** The order of rows in a result: by start, then by keys; numbers by value, texts by code point. */
export function compareRows(
  by: readonly string[],
): (a: WindowRow, b: WindowRow) => number {
  const fields = ["window_start", ...by];
  return (a, b) => {
    for (const field of fields) {
      const x = a[field]!, y = b[field]!;
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };
}
