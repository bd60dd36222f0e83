import { githubEvents } from "../../lib/feeds/mod.ts";
import { definePage } from "../define_page.ts";
import { fillBuckets } from "../fill_buckets.ts";

/** What happens on GitHub. */
export const github = definePage({
  name: "github",
  title: "GitHub",
  path: "/github",
  intro: "Public events on GitHub, by the time at which they happened.",
  streams: [githubEvents],
  empty: "deno task ingest github",
  panels: [
    {
      id: "totals",
      title: "In this period",
      size: "full",
      rows: ({ sql, from, to }) => {
        const before = new Date(+from - (+to - +from));
        return sql`select coalesce(sum(case when timestamp >= ${from} then 1 else 0 end), 0) events,
            coalesce(sum(case when timestamp < ${from} then 1 else 0 end), 0) before
          from ${githubEvents} where timestamp >= ${before} and timestamp < ${to}`;
      },
      view: {
        kind: "metrics",
        metrics: [{ value: "events", label: "Events", before: "before" }],
      },
    },
    {
      id: "by_type",
      title: "Events over time by type",
      size: "full",
      height: 320,
      rows: async (context) => {
        const { sql, start, to, step } = context;
        const rows = await sql`select timestamp, type, count() events from ${githubEvents}
          where timestamp >= ${start} and timestamp < ${to} sample by ${step}`;
        return fillBuckets(rows, context, { series: "type", zero: ["events"] });
      },
      view: { kind: "line", x: "timestamp", y: "events", series: "type", unfinished: true },
    },
  ],
});
