import { literal } from "../../../lib/questdb/literal.ts";
import { quoted } from "../../../lib/questdb/profile/profiled.ts";
import { rounded } from "../../../lib/numbers.ts";
import { describeWindow } from "../../../lib/windows/describe.ts";
import { type Window, WINDOW_ENGINES, type WindowEngine } from "../../../lib/windows/window.ts";
import type { PanelContext } from "../../define_page.ts";
import { agreement, agreementText } from "./agreement.ts";
import { closedUntil, engineRows, enginesOf, newestStart, outputsOf } from "./engine_rows.ts";

/** Windows back from the newest that all have which are compared. */
const COMPARED = 200;

/** An engine's state of a window. A type, not an interface: panels take it as a row. */
export type EngineState = {
  window: string;
  size: string;
  /** Null if none has run. */
  engine: WindowEngine | null;
  /** Beginning of the newest closed window. */
  newest: Date | null;
  /** Its result; with keys, of all together. */
  result: string | null;
  written: Date | null;
  /** Whether the engines agree. */
  agree: string | null;
  /** Runs an engine that has not run yet. */
  command: string | null;
};

/** A window's engines side by side. */
export async function sideBySide(
  context: PanelContext,
  window: Window,
  written: ReadonlyMap<string, Date | null>,
): Promise<EngineState[]> {
  const { services, signal, tableOf, to } = context;
  const { name, kind: { size, advance }, by, aggregate } = window;
  const values = Object.keys(aggregate);
  const engines = await enginesOf(context, window);
  const closed = await closedUntil(context, window);
  const head = { window: name, size: describeWindow(window).size! };
  const next = WINDOW_ENGINES.find((engine) => !engines.includes(engine));
  const command = next === undefined ? null : commandOf(window, next);
  if (engines.length === 0) {
    const none = { engine: null, newest: null, result: null, written: null, agree: null };
    return [{ ...head, ...none, command }];
  }
  const before = Math.min(+to, closed === undefined ? Infinity : closed - size + 1);
  const newest = await Promise.all(
    engines.map((engine) => newestStart(context, window, { engine, before })),
  );
  const rowsOf = async (engine: WindowEngine, starts: { from: number; to: number }) =>
    (await services.ask(engineRows(context, window, { engine, ...starts }), { signal })).rows
      .map((row): Record<string, unknown> => ({
        ...row,
        window_start: +(row.window_start as Date),
      }));
  const results = await Promise.all(engines.map(async (engine, i) => {
    const from = newest[i];
    if (from === undefined) return null;
    return resultText(await rowsOf(engine, { from, to: from + advance }), values, by);
  }));
  let agree: string | null = null;
  if (engines.length > 1 && newest.every((start) => start !== undefined)) {
    const until = Math.min(...newest as number[]) + advance;
    const oldest = await Promise.all(engines.map(oldestOf));
    const from = Math.max(until - COMPARED * advance, ...oldest);
    const all = await Promise.all(engines.map((engine) => rowsOf(engine, { from, to: until })));
    agree = agreementText(agreement(all, { keys: ["window_start", ...by], values }));
  }
  return engines.map((engine, i) => ({
    ...head,
    engine,
    newest: newest[i] === undefined ? null : new Date(newest[i]!),
    result: results[i] ?? null,
    written: written.get(tableOf(outputsOf(window)[engine])) ?? null,
    agree,
    command: i === 0 ? command : null,
  }));

  /** The first window that an engine may have whole. */
  async function oldestOf(engine: WindowEngine): Promise<number> {
    const { rows: [row] } = await services.ask<{ first: Date | null }>(
      `select min(timestamp) first from ${quoted(tableOf(outputsOf(window)[engine]))}
        where timestamp >= ${literal(new Date(0).toISOString())}`,
      { signal },
    );
    return row?.first ? +row.first - (engine === "questdb" ? size - advance : 0) : 0;
  }
}

function commandOf({ name }: Window, engine: WindowEngine): string {
  return `deno task windows ${name}${engine === "deno" ? "" : ` --engine ${engine}`}`;
}

function resultText(
  rows: readonly Record<string, unknown>[],
  values: readonly string[],
  by: readonly string[],
): string {
  if (by.length > 0) {
    const groups = `${rows.length} ${rows.length === 1 ? "group" : "groups"}`;
    return `${groups}: ${
      values.map((name) =>
        `${name} ${rounded(rows.reduce((sum, row) => sum + Number(row[name] ?? 0), 0))}`
      ).join(", ")
    }`;
  }
  return values.map((name) => {
    const value = rows[0]?.[name];
    return `${name} ${typeof value === "number" ? rounded(value) : value ?? "–"}`;
  }).join(", ");
}
