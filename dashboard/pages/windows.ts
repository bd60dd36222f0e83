import { describeWindow } from "../../lib/windows/describe.ts";
import { windows } from "../../lib/windows/find.ts";
import { definePage, type Panel } from "../define_page.ts";
import { outputsOf } from "./windows/engine_rows.ts";
import { shownAggregate, windowSeries } from "./windows/series.ts";
import { sideBySide } from "./windows/side_by_side.ts";

const isLast = (i: number) => i === windows.length - 1 && windows.length % 2 === 1;

/** The declared windows, each as its engines have calculated it. */
export const windowsPage = definePage({
  name: "windows",
  title: "Windows",
  path: "/windows",
  intro:
    "One window, three engines: each has the same results. A figure ends with its window's newest one.",
  panels: [
    {
      id: "engines",
      title: "Side by side",
      note: "The newest closed window of each engine, and whether the last 200 that all have agree",
      size: "full",
      height: 400,
      every: 4,
      rows: async (context) => {
        const { rows } = await context.services.ask<{ name: string; written: Date | null }>(
          `select table_name name, table_last_write_timestamp written from tables()`,
          { signal: context.signal },
        );
        const written = new Map(rows.map(({ name, written }) => [name, written]));
        const all = await Promise.all(windows.map((one) => sideBySide(context, one, written)));
        return all.flat();
      },
      view: {
        kind: "table",
        columns: [
          { name: "window" },
          { name: "size", wide: true },
          { name: "engine" },
          { name: "newest", label: "newest closed", format: "time" },
          { name: "result", wide: true },
          { name: "written", format: "ago", wide: true },
          { name: "agree", label: "engines agree" },
        ],
        commands: [{ name: "command", label: "Copy a command" }],
      },
    },
    ...windows.map((window, i): Panel => {
      const { size, by, grace, where } = describeWindow(window);
      const { name, over } = shownAggregate(window);
      const how = by === "" ? name : `${over === "sum" ? "all" : "mean of"} ${by} together`;
      return {
        id: window.name,
        title: window.name,
        note: [
          `${name} in ${size} of ${window.from.name}`,
          ...where === "" ? [] : [where],
          ...by === "" ? [] : [how],
          `grace ${grace}`,
        ].join(", "),
        size: isLast(i) ? "full" : "half",
        streams: Object.values(outputsOf(window)),
        empty: `deno task windows ${window.name}`,
        every: 2,
        rows: (context) => windowSeries(context, window),
        view: { kind: "line", x: "timestamp", y: name, series: "engine", unfinished: "open" },
      };
    }),
  ],
});
