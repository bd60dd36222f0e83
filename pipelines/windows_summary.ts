/** What `deno task windows` prints of its windows. */
import { formatTable } from "../lib/table.ts";
import { describeJump } from "../lib/windows/deno/time_jumps.ts";
import type { ServedWindow } from "../lib/windows/deno/served_window.ts";
import type { StateSize } from "../lib/windows/deno/window_state.ts";
import type { WindowTask } from "../lib/windows/deno/window_task.ts";
import { mostlyNull, nullWarning, requireValues, warningsOf } from "../lib/windows/left_out.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { Window } from "../lib/windows/window.ts";

/** Rows of each window that are shown without `--json`. */
const SHOWN = 20;

/**
 * Prints the results of windows: their last rows, or a line of JSON each, and what is to be warned of.
 *
 * @throws {Error} No row of a window has a value.
 */
export function printResults(
  windows: readonly Window[],
  results: readonly WindowResult[],
  json: boolean,
): void {
  for (const result of results) {
    if (json) console.log(JSON.stringify(result));
    else printRows(result);
  }
  const found = results.map((result) => ({
    result,
    window: windows.find(({ name }) => name === result.window)!,
  }));
  for (const { window, result } of found) {
    for (const warning of warningsOf(window, result)) console.error(warning);
  }
  for (const { window, result } of found) requireValues(window, result);
}

function printRows(result: WindowResult): void {
  const { window, engine, rows, read, late, duplicates, filtered, rejected, seconds } = result;
  console.log(formatTable(rows.slice(-SHOWN)));
  const counts = countsText({ late, duplicates, filtered, rejected });
  const shown = rows.length > SHOWN ? `, the last ${SHOWN} of ${rows.length} rows` : "";
  console.error(`${window} on ${engine}: read ${read}${counts} in ${seconds} s${shown}`);
}

/** What a service did since it was started, as `--json` prints it when it is stopped. */
export interface ServiceSummary {
  window: string;
  engine: "deno";
  /** Messages read. The five counts after it add up to it. */
  read: number;
  counted: number;
  late: number;
  duplicates: number;
  filtered: number;
  rejected: number;
  /** Records without a value in a key, by key, of the keys that may be null. */
  nullKeys: Record<string, number>;
  /** Rows written, also those that were written before with other values. */
  rows: number;
  /** What is open, and comes back at the next start. */
  open: StateSize;
  seconds: number;
}

/** Sums up a window's service. @param seconds How long it ran. */
export function summarize({ task, rows }: ServedWindow, seconds: number): ServiceSummary {
  const { window, counts: { read, counted, late, duplicate, filtered, rejected } } = task;
  return {
    window: window.name,
    engine: "deno",
    read: read + rejected,
    counted,
    late,
    duplicates: duplicate,
    filtered,
    rejected,
    nullKeys: task.nullKeys,
    rows,
    open: task.state.size(),
    seconds: Math.round(seconds * 1000) / 1000,
  };
}

/** Prints the summary of a window's service: a line of text, or of JSON. */
export function printSummary(summary: ServiceSummary, json: boolean): void {
  if (json) return console.log(JSON.stringify(summary));
  const { window, engine, read, counted, late, duplicates, filtered, rejected, rows } = summary;
  const counts = countsText({ counted, late, duplicates, filtered, rejected });
  console.error(
    `${window} on ${engine}: read ${read}${counts}; wrote ${rows} rows in ${summary.seconds} s; ` +
      sizeText(summary.open),
  );
}

/** Records after which a service may warn. */
const ENOUGH = 1000;

/** What is to be warned of in a window that runs. @param topic The topic that it reads. */
export function taskWarnings(
  { window: { name }, counts: { read }, nullKeys, watermark }: WindowTask,
  topic: string,
): { about: string; text: string }[] {
  const jump = watermark.jumps.worst();
  return [
    ...mostlyNull(nullKeys, read).map((field) => ({
      about: `${name} ${field}`,
      text: nullWarning(name, { field, count: nullKeys[field]!, read }),
    })),
    ...jump
      ? [{ about: `${name} time`, text: `warning: ${name}: ${describeJump(topic, jump)}` }]
      : [],
  ];
}

/** Makes a function that warns once of each thing while a service runs. */
export function warnOnce(
  log: (line: string) => void,
): (task: WindowTask, topic: string) => void {
  const warned = new Set<string>();
  return (task, topic) => {
    if (task.counts.read < ENOUGH) return;
    for (const { about, text } of taskWarnings(task, topic)) {
      if (!warned.has(about)) log(text);
      warned.add(about);
    }
  };
}

/** What is kept in memory: `3 windows open, 30 groups, 1,200 identities`. */
export function sizeText({ windows, groups, identities }: StateSize): string {
  const [w, g, i] = [windows, groups, identities].map((n) => n.toLocaleString("en-US"));
  return `${w} windows open, ${g} groups, ${i} identities`;
}

function countsText(counts: Record<string, number | null>): string {
  return Object.entries(counts).filter(([, count]) => count)
    .map(([what, count]) => `, ${count} ${what}`).join("");
}
