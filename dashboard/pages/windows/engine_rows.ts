/** The rows that an engine has written for a window, as SQL of the same columns for all three. */
import { literal } from "../../../lib/questdb/literal.ts";
import { quoted } from "../../../lib/questdb/profile/profiled.ts";
import { outputStream } from "../../../lib/windows/output.ts";
import { rowsSql } from "../../../lib/windows/questdb/view.ts";
import { type Window, WINDOW_ENGINES, type WindowEngine } from "../../../lib/windows/window.ts";
import type { Stream } from "../../../lib/streams/stream.ts";
import type { PanelContext } from "../../define_page.ts";

/** Beginnings of windows, in milliseconds since 1970: `to` is exclusive. */
export interface Starts {
  from: number;
  to: number;
}

/** The tables of a window's engines, made once: panels ask for them again and again. */
const outputs = new Map<Window, Record<WindowEngine, Stream>>();

/** The tables that a window's engines write. */
export function outputsOf(window: Window): Record<WindowEngine, Stream> {
  let own = outputs.get(window);
  if (!own) {
    const all = WINDOW_ENGINES.map((engine) => [engine, outputStream(window, engine)] as const);
    own = Object.fromEntries(all) as Record<WindowEngine, Stream>;
    outputs.set(window, own);
  }
  return own;
}

/** The engines that have a table of a window. */
export async function enginesOf({ has }: PanelContext, window: Window): Promise<WindowEngine[]> {
  const tables = outputsOf(window);
  const there = await Promise.all(WINDOW_ENGINES.map((engine) => has(tables[engine])));
  return WINDOW_ENGINES.filter((_, i) => there[i]);
}

/**
 * The query of an engine's rows that begin in a range: `window_start`, `window_end`, keys, aggregates.
 * QuestDB's view keeps slices, of which windows are made.
 */
export function engineRows(
  { tableOf }: Pick<PanelContext, "tableOf">,
  window: Window,
  { engine, from, to }: Starts & { engine: WindowEngine },
): string {
  const table = tableOf(outputsOf(window)[engine]);
  const time = (ms: number) => literal(new Date(ms).toISOString());
  if (engine !== "questdb") {
    const columns = [...window.by, ...Object.keys(window.aggregate)].map(quoted).join(", ");
    return `select timestamp window_start, window_end, ${columns} from ${quoted(table)}
      where timestamp >= ${time(from)} and timestamp < ${time(to)}`;
  }
  const slices = `timestamp >= ${time(from)} and timestamp < ${time(to + window.kind.size)}`;
  return `select * from (${rowsSql(window, table, slices)})
    where window_start >= ${time(from)} and window_start < ${time(to)}`;
}

/** The newest beginning of a window before a moment that an engine has; undefined without one. */
export async function newestStart(
  context: PanelContext,
  window: Window,
  { engine, before }: { engine: WindowEngine; before: number },
): Promise<number | undefined> {
  const { services, signal, tableOf } = context;
  const table = quoted(tableOf(outputsOf(window)[engine]));
  const { size, advance } = window.kind;
  // A slice is in windows that begin up to size − advance before it.
  const reach = engine === "questdb" ? size - advance : 0;
  const { rows: [row] } = await services.ask<{ newest: Date | null }>(
    `select max(timestamp) newest from ${table} where timestamp < ${
      literal(new Date(before + reach).toISOString())
    }`,
    { signal },
  );
  if (!row?.newest) return undefined;
  return Math.min(+row.newest, Math.ceil(before / advance) * advance - advance);
}

/**
 * Up to which moment windows are closed: the newest record's time without the grace. Engines take the
 * partitions' times one by one, so that they may be a little behind.
 *
 * @returns Milliseconds since 1970; undefined without records.
 */
export async function closedUntil(
  { services, signal, tableOf, has, to }: PanelContext,
  { from, grace }: Window,
): Promise<number | undefined> {
  if (!await has(from)) return undefined;
  const { rows: [row] } = await services.ask<{ newest: Date | null }>(
    `select max(timestamp) newest from ${quoted(tableOf(from))} where timestamp < ${
      literal(to.toISOString())
    }`,
    { signal },
  );
  return row?.newest ? +row.newest - grace : undefined;
}
