import { githubEvents } from "../../lib/feeds/mod.ts";
import { definePage, type Panel } from "../define_page.ts";
import { fillBuckets } from "../fill_buckets.ts";
import { withShares } from "./parts/with_shares.ts";
import { withBefore } from "./parts/with_before.ts";

/** Seconds of the shortest bucket. */
const BUCKET = 15;
/** Names in a ranking. */
const TOP = 10;
/** Types over time at most; GitHub has about 20. */
const MOST_TYPES = 40;

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
      rows: (context) =>
        withBefore(context, ({ from, to }) =>
          context.sql`
            select count() events, count_distinct(type) types, count_distinct(repo) repositories,
              count_distinct(actor) actors
            from ${githubEvents} where timestamp >= ${from} and timestamp < ${to}`, "events"),
      view: {
        kind: "metrics",
        metrics: [
          { value: "events", label: "Events", before: "events_before" },
          { value: "repositories", label: "Repositories", before: "repositories_before" },
          { value: "actors", label: "Actors", before: "actors_before" },
          { value: "types", label: "Types of events" },
        ],
      },
    },
    {
      id: "by_type",
      title: "Events over time by type",
      note: "Events in each bucket: 15 s, or longer ones in longer periods. Dashed: not over yet",
      size: "full",
      height: 340,
      bucket: BUCKET,
      rows: async (context) => {
        const { sql, start, to, step } = context;
        const rows = await sql`select timestamp, type, count() events from ${githubEvents}
          where timestamp >= ${start} and timestamp < ${to} and type in (
            select type from (select type, count() n from ${githubEvents}
              where timestamp >= ${start} and timestamp < ${to}
              order by n desc, type limit ${MOST_TYPES}))
          sample by ${step}`;
        return fillBuckets(rows, context, { series: "type", zero: ["events"] });
      },
      view: {
        kind: "line",
        x: "timestamp",
        y: "events",
        series: "type",
        unfinished: true,
      },
    },
    {
      id: "types",
      title: "Share of types",
      size: "third",
      height: 380,
      rows: ({ sql, from, to }) =>
        sql`select type, count() events from ${githubEvents}
          where timestamp >= ${from} and timestamp < ${to} order by events desc, type`
          .then((rows) => withShares(rows, "events")),
      view: {
        kind: "table",
        columns: [
          { name: "type" },
          { name: "share", format: "percent", bar: true },
          { name: "events", wide: true },
        ],
      },
    },
    ranking({ id: "repositories", column: "repo", title: `Top ${TOP} repositories` }),
    ranking({ id: "actors", column: "actor", title: `Top ${TOP} actors` }),
    {
      id: "heat_map",
      title: "Types by time",
      note: "Events in each bucket; the colours grow with the square root, so that rare types show",
      size: "full",
      height: 420,
      bucket: BUCKET,
      rows: ({ sql, start, to, step }) =>
        sql`select timestamp, type, count() events from ${githubEvents}
          where timestamp >= ${start} and timestamp < ${to} sample by ${step}`,
      view: {
        kind: "heatmap",
        x: "timestamp",
        y: "type",
        value: "events",
        sqrt: true,
      },
    },
  ],
});

/** The names with the most events. */
function ranking(
  { id, title, column }: Pick<Panel, "id" | "title"> & { column: "repo" | "actor" },
): Panel {
  return {
    id,
    title,
    size: "third",
    height: 380,
    rows: ({ sql, from, to }) => {
      const name = column === "repo" ? sql`repo` : sql`actor`;
      return sql`select ${name}, count() events from ${githubEvents}
        where timestamp >= ${from} and timestamp < ${to}
        order by events desc, ${name} limit ${TOP}`;
    },
    view: { kind: "bars", x: column, y: "events" },
  };
}
