import { outputColumns } from "../../windows/output.ts";
import { exact } from "../../numbers.ts";
import type { WindowResult } from "../../windows/result.ts";
import type { Window } from "../../windows/window.ts";
import { withOrigin } from "../query/rows_origin.ts";
import { signalOf } from "../stop.ts";
import type { RunWindowOptions, WindowCounts, WindowRows } from "./api.ts";
import { lateBar } from "./late_bar.ts";
import { requireEngine, requireWindow } from "./runnable.ts";

/**
 * Runs a window over what its topic holds now, and closes all windows:
 * `const paid = await runWindow(transactions3s)`. The rows are objects with `window_start` and
 * `window_end` as Dates, the keys and the aggregates, for `table`, charts and `frame`; `paid.counts`
 * says what became of the records. On the engine `deno` nothing is written, so the window can be
 * changed and run again.
 *
 * @throws {TypeError} It is not a window, or there is no such engine.
 * @throws {UnavailableError} An engine that it needs does not run: the message has the command that starts it.
 * @throws {Error} There are no records, or none of them made a row; the message says why.
 */
// deno-lint-ignore no-explicit-any
export async function runWindow<T extends object = Record<string, any>>(
  window: Window,
  options: RunWindowOptions = {},
): Promise<WindowRows<T>> {
  const { engine = "deno", log = console.log } = options;
  requireWindow(window);
  requireEngine(engine);
  const signal = signalOf(options.signal);
  // Kafka's client takes a quarter of a second to load, which no first cell should wait for.
  const { ENGINES } = await import("./engines.ts");
  const bar = lateBar(window.name);
  try {
    const view = { signal, log, onProgress: bar.update };
    const { result, firstSeconds } = await ENGINES[engine](window, view);
    return rowsOf<T>(window, result, firstSeconds);
  } finally {
    await bar.done();
  }
}

/** A result as rows for a notebook. */
export function rowsOf<T extends object>(
  window: Window,
  { rows, ...counted }: WindowResult,
  firstSeconds: number,
): WindowRows<T> {
  const counts: WindowCounts = { ...counted, firstSeconds };
  const found = rows.map((row) => ({
    ...row,
    window_start: new Date(row.window_start),
    window_end: new Date(row.window_end),
  }));
  Object.defineProperty(found, "counts", { value: counts });
  withOrigin(found, { columns: outputColumns(window), note: noteOf(counts) });
  return found as unknown as WindowRows<T>;
}

function noteOf({ engine, read, seconds, ...counts }: WindowCounts): string {
  const { late, duplicates, filtered, rejected } = counts;
  const parts = Object.entries({ late, duplicates, filtered, rejected })
    .filter(([, count]) => count !== null).map(([what, count]) => `, ${exact(count!)} ${what}`);
  return `${engine} read ${exact(read)} records${parts.join("")}, in ${seconds} s`;
}
