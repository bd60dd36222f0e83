import { Hono } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { messageOf } from "../../lib/errors.ts";
import { taxiTrips } from "../../lib/feeds/mod.ts";
import { definePage, type PanelContext } from "../define_page.ts";
import { withBefore } from "./parts/with_before.ts";
import { withShares } from "./parts/with_shares.ts";
import { AREA_ID, AREA_NAME, areaNames, readAreas } from "./taxi/area_outlines.ts";
import { HORIZON } from "./taxi/demand_forecast.ts";
import { demandRows, demandScores, demandSentences } from "./taxi/demand_rows.ts";
import { farePerWindow } from "./taxi/fare_per_window.ts";

/** Times of the city's portal have no zone. */
const CLOCK = "Chicago's clock";
const OUTLINES = "/taxi/areas.geojson";
/** Seconds between two looks at the hours' trips. */
const EVERY = 60;

/** Chicago's taxis. */
export const taxi = definePage({
  name: "taxi",
  title: "Taxi",
  path: "/taxi",
  intro: "Taxi trips in Chicago by the time of their pickup. All times of trips are the city's " +
    "wall clock, as its portal publishes them; amounts are dollars.",
  streams: [taxiTrips],
  empty: "deno task ingest taxi",
  period: "24h",
  panels: [
    {
      id: "totals",
      title: "In this period",
      size: "full",
      rows: (context) =>
        withBefore(context, ({ from, to }) =>
          context.sql`
            select count() trips, sum(fare) fares, avg(fare) mean_fare, sum(tips) tips,
              sum(trip_total) total
            from ${taxiTrips} where timestamp >= ${from} and timestamp < ${to}`, "trips"),
      view: {
        kind: "metrics",
        metrics: [
          { value: "trips", label: "Trips", before: "trips_before" },
          { value: "fares", label: "Fares, $", format: "money", before: "fares_before" },
          {
            value: "mean_fare",
            label: "Mean fare, $",
            format: "money",
            before: "mean_fare_before",
          },
          { value: "tips", label: "Tips, $", format: "money", before: "tips_before" },
          { value: "total", label: "Paid in all, $", format: "money", before: "total_before" },
        ],
      },
    },
    {
      id: "fares",
      title: "Fare per window",
      note: "Dollars in windows of 5 s, added up in longer periods; from the declared window " +
        "taxi_fare_5s where it runs, else from the trips. Dashed: not over yet",
      size: "full",
      height: 300,
      bucket: 5,
      rows: farePerWindow,
      view: {
        kind: "line",
        x: "timestamp",
        y: "dollars",
        series: "series",
        unfinished: true,
        clock: CLOCK,
      },
    },
    {
      id: "hot_spots",
      title: "Hot spots",
      note:
        "Trips of the period by the community area of their pickup; those without an area are " +
        "left out, areas without trips are grey. The areas' shapes are drawn if they are in the folder of --data",
      height: 560,
      rows: ({ sql, from, to }) =>
        sql`select pickup_community_area area, count() trips, avg(pickup_centroid_latitude) latitude,
            avg(pickup_centroid_longitude) longitude
          from ${taxiTrips} where timestamp >= ${from} and timestamp < ${to}
            and pickup_community_area is not null order by trips desc`,
      view: {
        kind: "areaMap",
        area: "area",
        value: "trips",
        outlines: OUTLINES,
        id: AREA_ID,
        name: AREA_NAME,
        otherwise: {
          kind: "dotMap",
          lat: "latitude",
          lon: "longitude",
          value: "trips",
          label: "area",
        },
      },
    },
    {
      id: "areas",
      title: "Busiest areas",
      note: "By pickup, of all trips of the period",
      height: 560,
      rows: busiestAreas,
      view: {
        kind: "table",
        columns: [
          { name: "area" },
          { name: "trips", bar: true },
          { name: "share", format: "percent" },
          { name: "mean_fare", label: "mean fare, $", format: "money", wide: true },
          { name: "mean_miles", label: "mean miles", format: "money", wide: true },
        ],
      },
    },
    {
      id: "demand",
      title: "Hourly demand and its forecast",
      note: `Trips an hour: the last week before the end of the period, and the next ${HORIZON} ` +
        "hours by the best of the quick models, with a day and a week as seasons",
      size: "full",
      height: 360,
      every: EVERY,
      rows: demandRows,
      view: { kind: "forecastBands", unit: "trips an hour", clock: CLOCK },
    },
    {
      id: "forecast",
      title: "How good the forecast is",
      size: "third",
      height: 170,
      every: EVERY,
      rows: demandSentences,
      view: { kind: "text" },
    },
    {
      id: "scores",
      title: "Models",
      size: "twoThirds",
      note:
        "Mean absolute error in trips an hour, and how far it is above or below seasonal naive's",
      height: 170,
      every: EVERY,
      none: "No model was judged",
      rows: demandScores,
      view: {
        kind: "table",
        columns: [
          { name: "model" },
          { name: "error" },
          { name: "against", label: "against seasonal naive", format: "percent" },
          { name: "mase", label: "MASE", wide: true },
          { name: "coverage", label: "in the 90 % interval", format: "percent", wide: true },
          { name: "seconds", label: "seconds a fit", wide: true },
        ],
      },
    },
  ],
  routes(app, { data, log }) {
    const areas = new Hono();
    areas.use(compress(), etag());
    let shapes: Promise<string | undefined> | undefined;
    const read = async () => {
      try {
        const found = data === undefined ? undefined : await readAreas(data);
        return found && JSON.stringify(found);
      } catch (error) {
        log(`${messageOf(error)}. The map has dots in their place`);
      }
    };
    areas.get(OUTLINES, async (context) => {
      const found = await (shapes ??= read());
      context.header("Cache-Control", "private, max-age=3600");
      return found === undefined
        ? context.body(null, 204)
        : context.body(found, 200, { "Content-Type": "application/geo+json" });
    });
    app.route("/", areas);
  },
});

/** The areas by trips, and the trips without an area; with names if they are known. */
async function busiestAreas({ sql, from, to, data }: PanelContext) {
  const rows = await sql<Record<string, number | null>>`
    select pickup_community_area number, count() trips, avg(fare) mean_fare, avg(trip_miles) mean_miles
    from ${taxiTrips} where timestamp >= ${from} and timestamp < ${to} order by trips desc, number`;
  const names = data === undefined ? undefined : await namesOf(data);
  return withShares(rows, "trips").map(({ number, ...row }) => ({
    area: number === null ? "not known" : names?.get(Number(number)) ?? `area ${number}`,
    ...row,
  }));
}

const names = new Map<string, Promise<Map<number, string> | undefined>>();

/** The areas' names by their numbers; undefined without a file, of which the route tells. */
function namesOf(data: string): Promise<Map<number, string> | undefined> {
  const read = async () => {
    try {
      const areas = await readAreas(data);
      return areas && areaNames(areas);
    } catch {
      return undefined; // the route has logged what is wrong with the file
    }
  };
  const known = names.get(data) ?? read();
  names.set(data, known);
  return known;
}
