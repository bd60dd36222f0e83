import { quoted } from "../../../lib/questdb/profile/profiled.ts";
import { stepText } from "../../live/range.ts";
import type { Window } from "../../../lib/windows/window.ts";
import type { PanelContext } from "../../define_page.ts";
import { closedUntil, engineRows, enginesOf, newestStart } from "./engine_rows.ts";

/** Windows that a figure shows at least, however short the page's period is. */
const LEAST = 60;
/** Points of a line at most. */
const POINTS = 600;

/** The aggregate that a window's figure shows, and how it is put together of several keys. */
export function shownAggregate({ aggregate, by }: Window): { name: string; over: "sum" | "avg" } {
  const all = Object.entries(aggregate);
  const adds = all.find(([, { kind }]) => kind === "count" || kind === "sum");
  const [name] = adds ?? all[0]!;
  return { name, over: by.length > 0 && !adds ? "avg" : "sum" };
}

/**
 * A line of each engine: the windows of a period that ends with the newest one of any of them. If there are
 * more than a line has room for, each point is the mean of some.
 */
export async function windowSeries(context: PanelContext, window: Window): Promise<object[]> {
  const { services, signal, from, to } = context;
  const { size, advance } = window.kind;
  const engines = await enginesOf(context, window);
  const [closed, ...newest] = await Promise.all([
    closedUntil(context, window),
    ...engines.map((engine) => newestStart(context, window, { engine, before: +to })),
  ]);
  const last = Math.max(...newest.map((start) => start ?? -Infinity));
  if (!Number.isFinite(last)) return [];
  const length = Math.max(+to - +from, LEAST * advance);
  const starts = { from: last + advance - length, to: last + advance };
  const step = advance * Math.ceil(length / advance / POINTS);
  const { name, over } = shownAggregate(window);
  const parts = await Promise.all(engines.map(async (engine) => {
    const rows = engineRows(context, window, { engine, ...starts });
    const { rows: points } = await services.ask<{ timestamp: Date; value: number | null }>(
      `select timestamp, avg(value) value from (
        select window_start timestamp, ${over}(${quoted(name)}) value from (${rows})
        group by window_start order by window_start
      ) timestamp(timestamp) sample by ${stepText(step)} align to calendar`,
      { signal },
    );
    return points.map(({ timestamp, value }) => ({
      timestamp,
      engine,
      [name]: value,
      // Of the windows of a point, the last one is open longest.
      open: closed === undefined || +timestamp + step - advance + size > closed,
    }));
  }));
  return parts.flat();
}
