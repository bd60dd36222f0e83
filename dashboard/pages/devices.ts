import { iotData } from "../../lib/feeds/mod.ts";
import { definePage, type PanelContext, type Row } from "../define_page.ts";
import { withBefore } from "./parts/with_before.ts";

/** The newest record of each type of device in the period. */
function latest({ sql, from, to }: PanelContext): PromiseLike<Row[]> {
  return sql`select device_type, timestamp time, lat, lon, speed, measure1, measure2, sequence
    from ${iotData} where timestamp >= ${from} and timestamp < ${to}
    latest on timestamp partition by device_type order by device_type`;
}

/** Means of each bucket, at least 30 s long, by type of device. */
function means({ sql, start, to, step }: PanelContext): PromiseLike<Row[]> {
  return sql`select timestamp, device_type, avg(speed) speed, avg(measure1) measure1,
      avg(measure2) measure2, avg(duration_ms) duration
    from ${iotData} where timestamp >= ${start} and timestamp < ${to} sample by ${step}`;
}

/** What moving devices measure. */
export const devicesPage = definePage({
  name: "devices",
  title: "Devices",
  path: "/devices",
  intro: "What moving devices measure, by their own times: where they are, how fast, how warm.",
  streams: [iotData],
  empty: "deno task ingest iot --simulate --via direct --speed 1",
  panels: [
    {
      id: "totals",
      title: "In this period",
      size: "full",
      rows: (context) =>
        withBefore(
          context,
          ({ from, to }) =>
            context.sql`select count() records, avg(speed) speed, avg(measure1) measure1,
              avg(measure2) measure2, avg(duration_ms) duration
            from ${iotData} where timestamp >= ${from} and timestamp < ${to}`,
          "records",
        ),
      view: {
        kind: "metrics",
        metrics: [
          { value: "records", label: "Records", before: "records_before" },
          { value: "speed", label: "Mean speed, m/s", format: "compact", before: "speed_before" },
          {
            value: "measure1",
            label: "Mean measure 1, °C",
            format: "compact",
            before: "measure1_before",
          },
          {
            value: "measure2",
            label: "Mean measure 2, mm/s",
            format: "compact",
            before: "measure2_before",
          },
          {
            value: "duration",
            label: "Mean duration, ms",
            format: "compact",
            before: "duration_before",
          },
        ],
      },
    },
    {
      id: "positions",
      title: "Latest positions",
      note: "The newest record of each type (LATEST ON); the area of a dot is its speed in m/s",
      height: 340,
      rows: latest,
      view: { kind: "dotMap", lat: "lat", lon: "lon", value: "speed", label: "device_type" },
    },
    {
      id: "latest",
      title: "Latest records",
      note: "The newest of each type of device",
      height: 340,
      rows: latest,
      view: {
        kind: "table",
        key: "sequence",
        columns: [
          { name: "device_type", label: "type" },
          { name: "time", format: "ago", label: "age" },
          { name: "speed" },
          { name: "measure1" },
          { name: "measure2" },
          { name: "lat", wide: true },
          { name: "lon", wide: true },
        ],
      },
    },
    {
      id: "speed",
      title: "Mean speed",
      note: "In metres a second, of buckets of 30 s or more (SAMPLE BY)",
      size: "full",
      height: 280,
      bucket: 30,
      rows: means,
      view: { kind: "line", x: "timestamp", y: "speed", series: "device_type" },
    },
    {
      id: "measure1",
      title: "Mean measure 1",
      note: "Temperature in °C, of buckets of 30 s or more",
      height: 260,
      bucket: 30,
      rows: means,
      view: { kind: "line", x: "timestamp", y: "measure1", series: "device_type" },
    },
    {
      id: "measure2",
      title: "Mean measure 2",
      note: "Vibration in mm/s, of buckets of 30 s or more",
      height: 260,
      bucket: 30,
      rows: means,
      view: { kind: "line", x: "timestamp", y: "measure2", series: "device_type" },
    },
    {
      id: "types",
      title: "By type of device",
      note: "Means over the whole period",
      size: "full",
      height: 200,
      rows: ({ sql, from, to }) =>
        sql`select device_type, count() records, avg(speed) speed, avg(measure1) measure1,
            avg(measure2) measure2, avg(duration_ms) duration
          from ${iotData} where timestamp >= ${from} and timestamp < ${to} order by device_type`,
      view: {
        kind: "table",
        columns: [
          { name: "device_type", label: "type" },
          { name: "records", bar: true },
          { name: "speed", label: "mean speed, m/s" },
          { name: "measure1", label: "mean measure 1, °C", wide: true },
          { name: "measure2", label: "mean measure 2, mm/s", wide: true },
          { name: "duration", label: "mean duration, ms", wide: true },
        ],
      },
    },
  ],
});
