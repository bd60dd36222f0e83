import { smartMeters } from "../../lib/feeds/mod.ts";
import { definePage } from "../define_page.ts";
import { fillBuckets } from "../fill_buckets.ts";
import { DAY, MISSED, silentMeters } from "./meters/silent_meters.ts";
import { withBefore } from "./parts/with_before.ts";

/** Meters in the list of the faulty ones. */
const FAULTY = 10;

/** Smart meters: what they measure, which are faulty, which are silent. */
export const metersPage = definePage({
  name: "meters",
  title: "Smart meters",
  path: "/meters",
  intro: "Readings of electricity meters by their own times.",
  streams: [smartMeters],
  empty: "deno task ingest meters --simulate --speed 1",
  panels: [
    {
      id: "totals",
      title: "In this period",
      size: "full",
      rows: (context) =>
        withBefore(context, ({ from, to }) =>
          context.sql`
            select count_distinct(device_id) meters, count() readings,
              sum(energy_consumption) / 1000 consumption, avg(voltage) voltage,
              sum(case when status = 'Faulty' then 1 else 0 end) / (1.0 * count()) faulty
            from ${smartMeters} where timestamp >= ${from} and timestamp < ${to}`, "readings"),
      view: {
        kind: "metrics",
        metrics: [
          { value: "meters", label: "Meters", before: "meters_before" },
          { value: "readings", label: "Readings", before: "readings_before" },
          {
            value: "consumption",
            label: "Consumption",
            format: "money",
            unit: "kWh",
            before: "consumption_before",
          },
          { value: "voltage", label: "Mean voltage", format: "money", unit: "V" },
          { value: "faulty", label: "Faulty readings", format: "percent" },
        ],
      },
    },
    {
      id: "consumption",
      title: "Consumption per second",
      note: "Watt-hours of all meters, on average over each bucket; faulty meters measure none",
      size: "full",
      rows: async (context) => {
        const { sql, start, to, step } = context;
        const rows = await sql`
          select timestamp, sum(energy_consumption) / ${step.ms / 1000} consumption
          from ${smartMeters} where timestamp >= ${start} and timestamp < ${to} sample by ${step}`;
        return fillBuckets(rows, context, { zero: ["consumption"] });
      },
      view: { kind: "line", x: "timestamp", y: "consumption", unit: "Wh/s", unfinished: true },
    },
    {
      id: "status",
      title: "Readings by status",
      note: "In buckets of 30 seconds or more; the colours grow with the square root",
      height: 260,
      bucket: 30,
      rows: ({ sql, start, to, step }) =>
        sql`select timestamp, status, count() readings from ${smartMeters}
          where timestamp >= ${start} and timestamp < ${to} sample by ${step}`,
      view: { kind: "heatmap", x: "timestamp", y: "status", value: "readings", sqrt: true },
    },
    {
      id: "voltage",
      title: "Voltage",
      note: "The lowest, the mean and the highest of each bucket",
      height: 260,
      rows: async ({ sql, start, to, step }) => {
        const rows = await sql<{ timestamp: Date; lowest: number; mean: number; highest: number }>`
          select timestamp, min(voltage) lowest, avg(voltage) mean, max(voltage) highest
          from ${smartMeters} where timestamp >= ${start} and timestamp < ${to} sample by ${step}`;
        return rows.flatMap(({ timestamp, lowest, mean, highest }) => [
          { timestamp, series: "highest", voltage: highest },
          { timestamp, series: "mean", voltage: mean },
          { timestamp, series: "lowest", voltage: lowest },
        ]);
      },
      view: { kind: "line", x: "timestamp", y: "voltage", series: "series", unit: "V" },
    },
    {
      id: "silent",
      title: "Silent meters",
      note: `No reading for ${MISSED} times as long as usual, but one in the last ${
        DAY / 3_600_000
      } hours; the longest silence first`,
      height: 300,
      every: 5,
      none: "No meter is silent",
      rows: silentMeters,
      view: {
        kind: "table",
        key: "device_id",
        columns: [
          { name: "device_id", label: "Meter" },
          { name: "mark_model", label: "Model", wide: true },
          { name: "status", label: "Status", wide: true },
          { name: "newest", label: "Last reading", format: "time" },
          { name: "silent", label: "Silent for", format: "duration" },
          { name: "usual", label: "Usually", format: "duration" },
        ],
      },
    },
    {
      id: "faulty",
      title: "Most often faulty",
      note: "Meters by their faulty readings in this period",
      height: 300,
      none: "No meter is faulty",
      rows: ({ sql, from, to }) =>
        sql`select * from (
            select device_id, last(mark_model) mark_model, count() readings,
              sum(case when status = 'Faulty' then 1 else 0 end) faulty, last(status) status
            from ${smartMeters} where timestamp >= ${from} and timestamp < ${to})
          where faulty > 0 order by faulty desc, device_id limit ${FAULTY}`,
      view: {
        kind: "table",
        key: "device_id",
        columns: [
          { name: "device_id", label: "Meter" },
          { name: "mark_model", label: "Model", wide: true },
          { name: "faulty", label: "Faulty", bar: true },
          { name: "readings", label: "Readings" },
          { name: "status", label: "Status now" },
        ],
      },
    },
  ],
});
