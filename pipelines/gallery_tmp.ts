import { chart, Plot } from "../lib/notebook/mod.ts";
import { bundleOf } from "../lib/notebook/display/bundle_of.ts";
import { seeded } from "../lib/random.ts";
const r = seeded(1);
const t0 = Date.UTC(2026, 0, 1);
const H = 3_600_000;
const series = Array.from(
  { length: 100 },
  (_, i) =>
    ["push", "fork"].map((type, j) => ({
      timestamp: new Date(t0 + i * H),
      type,
      events: Math.round(1000 * (2 + j) + 500 * Math.sin(i / 8) + 100 * r.normal()),
    })),
).flat();
const candles = Array.from({ length: 60 }, (_, i) => {
  const o = 100 + 5 * r.normal(), c = o + r.normal();
  return {
    time: new Date(t0 + i * 60000),
    open: o,
    close: c,
    high: Math.max(o, c) + 1,
    low: Math.min(o, c) - 1,
    volume: Math.round(1000 * r.next()),
  };
});
const areas = ["a", "b", "c"].map((area, i) => ({ area, trips: 1000 * (i + 1) }));
const sq = (x: number) => ({
  type: "Polygon",
  coordinates: [[[x, 0], [x, 1], [x + 1, 1], [x + 1, 0], [x, 0]]],
});
const geojson = {
  type: "FeatureCollection",
  features: areas.map(({ area }, i) => ({
    type: "Feature",
    properties: { id: area },
    geometry: sq(i),
  })),
};
const hist = Array.from(
  { length: 24 },
  (_, i) => ({ time: new Date(t0 + i * H), value: 100 + 10 * Math.sin(i) }),
);
const fc = ["prophet", "theta"].flatMap((model) =>
  [0.8, 0.95].flatMap((level) =>
    Array.from(
      { length: 12 },
      (_, i) => ({
        time: new Date(t0 + (24 + i) * H),
        mean: 100 + i,
        lower: 90 - 10 * level + i,
        upper: 110 + 10 * level + i,
        level,
        model,
      }),
    )
  )
);
const figs: Record<string, any> = {
  line: chart.line(series, {
    x: "timestamp",
    y: "events",
    series: "type",
    unit: "an hour",
    title: "Lines",
  }),
  area: chart.line(series.filter((s) => s.type === "push"), {
    x: "timestamp",
    y: "events",
    area: true,
    title: "Area",
  }),
  big: chart.line(
    Array.from(
      { length: 20000 },
      (_, i) => ({ t: new Date(t0 + i * 60000), v: Math.sin(i / 500) * 100 + r.normal() * 5 }),
    ),
    { x: "t", y: "v", title: "20,000 points" },
  ),
  bars: chart.bars([{ name: "alpha", n: 1234567 }, { name: "beta", n: 234.5 }], {
    x: "name",
    y: "n",
    title: "Bars",
  }),
  columns: chart.bars(Array.from({ length: 24 }, (_, i) => ({ hour: i, trips: i * 100 })), {
    x: "hour",
    y: "trips",
    title: "Columns",
  }),
  heatmap: chart.heatmap(series, { x: "timestamp", y: "type", value: "events", title: "Heat" }),
  heat2: chart.heatmap(series.map((s) => ({ ...s, h: s.timestamp.getUTCHours() })), {
    x: "h",
    y: "type",
    value: "events",
    title: "Heat by hour",
  }),
  histogram: chart.histogram(series, { value: "events", title: "Histogram" }),
  histby: chart.histogram(series, { value: "events", by: "type", title: "Histogram by" }),
  grid: chart.histogramGrid(series, { values: ["events"], by: "type", title: "Grid" }),
  candles: chart.candlestick(candles, { x: "time", volume: "volume", title: "Candles" }),
  forecast: chart.forecastBands({ history: hist, forecast: fc }, {
    title: "Forecast",
    unit: "events",
  }),
  forecast1: chart.forecastBands(
    { history: hist, forecast: fc.filter((f) => f.model === "theta") },
    { title: "Forecast 1" },
  ),
  dots: chart.dotMap([{ lat: 41.9, lon: -87.6, trips: 1000, area: "Loop" }, {
    lat: 41.98,
    lon: -87.9,
    trips: 300,
    area: "O'Hare",
  }, { lat: 41.89, lon: -87.61, trips: 50, area: "x" }], {
    lat: "lat",
    lon: "lon",
    value: "trips",
    label: "area",
    title: "Dots",
  }),
  areas: chart.areaMap(areas, { area: "area", value: "trips", geojson, id: "id", title: "Areas" }),
  residuals: chart.residuals(fc.map((f) => ({ ...f, y: f.mean + r.normal(), yhat: f.mean })), {
    title: "Residuals",
  }),
  coverage: chart.coverage([
    { level: .5, covered: .48, model: "a" },
    { level: .8, covered: .83, model: "a" },
    { level: .5, covered: .4, model: "b" },
    { level: .8, covered: .7, model: "b" },
  ], { title: "Coverage" }),
  lags: chart.lags(series.map((s) => ({ time: s.timestamp, group: s.type, lag: s.events })), {
    title: "Lags",
  }),
  hours: chart.hoursOfDay(
    ["github", "taxi"].flatMap((series) =>
      Array.from({ length: 24 }, (_, hour) => ({ series, hour, count: Math.round(100 * r.next()) }))
    ),
    { title: "Hours" },
  ),
  scatter: {
    marks: [
      Plot.dot(series, { x: "timestamp", y: "events", fill: "type", channels: { extra: "type" } }),
    ],
    title: "Scatter",
    grid: true,
  },
  stacked: {
    marks: [Plot.barY(series.slice(0, 20), {
      x: (d: any) => d.timestamp.toISOString().slice(11, 13),
      y: "events",
      fill: "type",
      tip: true,
    })],
    color: { legend: true },
  },
};
const parts: string[] = [];
for (const [k, f] of Object.entries(figs)) {
  const b = await bundleOf(f);
  parts.push(`<section id="${k}">${b["text/html"]}</section>`);
  console.log(k, b["text/html"]!.length - 19700);
}
await Deno.writeTextFile(
  "/tmp/gallery.html",
  `<!doctype html><meta charset=utf-8><style>:root{color-scheme:light dark}body{max-width:60rem;margin:1rem auto;padding:0 1rem;font:16px system-ui}</style>${
    parts.join("\n")
  }`,
);
