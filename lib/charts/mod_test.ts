import assert from "node:assert/strict";
import { UsageError } from "../errors.ts";
import { seeded } from "../random.ts";
import * as charts from "./mod.ts";
import type { Areas, ChartInput, Figure, Look } from "./mod.ts";
import * as aq from "arquero";
import { svgFile } from "./svg_file.ts";
import { drawn, readXml } from "./testing.ts";

const random = seeded("figures");
const START = Date.UTC(2026, 0, 5);
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString();
const ring = (x: number) => [[x, 41], [x + 1, 41], [x + 1, 42], [x, 42], [x, 41]];
const geojson: Areas = {
  type: "FeatureCollection",
  features: [1, 2].map((id) => ({
    type: "Feature",
    properties: { area_numbe: String(id) },
    geometry: { type: "Polygon", coordinates: [ring(id - 90)] },
  })),
};
const rows = Array.from({ length: 12 }, (_, i) => {
  const price = 100 + i;
  return {
    time: at(i % 6),
    name: i < 6 ? "push & <pull>" : 'watch "it"',
    n: i === 3 ? null : random.int(1, 50),
    ...{ open: price, high: price + 3, low: price - 2, close: price + (i % 3) - 1 },
    ...{ area: i % 2 + 1, lat: 41 + i / 20, lon: -87 - i / 20 },
    ...{ lag: i * 10, y: i, yhat: i + random.normal(), level: 0.5, covered: 0.4 },
    ...{ mean: i, lower: i - 1, upper: i + 1 },
  };
});

/** Every figure of rows; `column` replaces one of the columns that it needs. */
const figures: Record<string, (rows: ChartInput, look: Look, column?: string) => Figure> = {
  line: (rows, look, y = "n") => charts.line(rows, { x: "time", y, series: "name", ...look }),
  bars: (rows, look, y = "n") => charts.bars(rows, { x: "name", y, ...look }),
  heatmap: (rows, look, value = "n") =>
    charts.heatmap(rows, { x: "time", y: "name", value, ...look }),
  histogram: (rows, look, value = "n") => charts.histogram(rows, { value, bins: 5, ...look }),
  histogramGrid: (rows, look, value = "n") =>
    charts.histogramGrid(rows, { values: [value, "y"], bins: 5, ...look }),
  areaMap: (rows, look, value = "n") =>
    charts.areaMap(rows, { area: "area", value, geojson, ...look }),
  dotMap: (rows, look, value = "n") =>
    charts.dotMap(rows, { lat: "lat", lon: "lon", value, label: "name", ...look }),
  candlestick: (rows, look, open = "open") =>
    charts.candlestick(rows, { x: "time", open, volume: "n", ...look }),
  forecastBands: (rows, look, value = "n") =>
    charts.forecastBands({ history: rows, forecast: rows }, { value, ...look }),
  lags: (rows, look, lag = "lag") => charts.lags(rows, { lag, group: "name", ...look }),
  residuals: (rows, look, yhat = "yhat") => charts.residuals(rows, { yhat, ...look }),
  coverage: (rows, look, covered = "covered") => charts.coverage(rows, { covered, ...look }),
};

for (const [name, figure] of Object.entries(figures)) {
  Deno.test(`${name}() is a well-formed SVG file in both themes, with its legend`, () => {
    for (const theme of ["light", "dark"] as const) {
      const options = figure(rows, { theme, title: "a < b & c", caption: "d > e" });
      const { elements, text } = readXml(svgFile(options));
      assert.ok(text.includes("a < b & c") && text.includes("d > e"));
      const ground = elements.find((tag) => tag.name === "rect")!.attributes.fill!.value;
      assert.equal(ground, theme === "dark" ? "#1b1e23" : "#ffffff");
      const legends = elements.filter(({ attributes }) => attributes.class?.value === "legend");
      assert.equal(legends.length, options.color?.legend ? 1 : 0);
      const numbers = /(?<![a-z])(?:NaN|Infinity|undefined)(?![a-z])/i;
      for (const { attributes } of elements) {
        for (const { name, value } of Object.values(attributes)) {
          assert.doesNotMatch(value, numbers, name);
        }
      }
    }
  });

  Deno.test(`${name}() draws a note if there are no rows`, () => {
    assert.match(drawn(figure([], { title: "T" })).outerHTML, /No rows/);
  });

  Deno.test(`${name}() names the existing columns for one that does not exist`, () => {
    assert.throws(() => figure(rows, {}, "coverd"), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /no column coverd for .*: the rows have time, name, n,/);
      return /did you mean covered$/.test(error.message);
    });
  });

  Deno.test(`${name}() draws rows without any value, a single row, and bigints`, () => {
    const empty = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, typeof value === "number" ? null : value]),
      )
    );
    const big = rows.map((row) => ({ ...row, n: 2n ** 60n + BigInt(row.n ?? 0), lag: 2n ** 54n }));
    const odd = rows.map((row, i) => ({ ...row, n: i % 2 ? Infinity : NaN }));
    for (const data of [empty, rows.slice(0, 1), big, odd]) readXml(svgFile(figure(data, {})));
  });
}

Deno.test("mod.ts exports the figure of every file in figures/, under the name of its file", () => {
  const names = [...Deno.readDirSync(new URL("figures/", import.meta.url))]
    .map(({ name }) => name).filter((name) => !name.endsWith("_test.ts"))
    .map((name) => name.slice(0, -3).replace(/_(.)/g, (_, letter) => letter.toUpperCase()));
  assert.ok(names.length >= 13);
  const exported = Object.entries(charts).filter(([, value]) => typeof value === "function");
  assert.deepEqual(names.filter((name) => !exported.some(([key]) => key === name)), []);
  const untested = names.filter((name) => !(name in figures) && name !== "hoursOfDay");
  assert.deepEqual(
    untested,
    [],
    "hoursOfDay() takes counts of its own shape and has its own tests",
  );
});

/** Names, labels and positions of a picture, without the long paths. */
function outline(text: string): string {
  return readXml(text).elements.map(({ name, attributes }) => {
    const shown = ["aria-label", "width", "height", "fill", "transform", "x", "y"]
      .flatMap((key) => attributes[key] ? [`${key}=${attributes[key]!.value}`] : []);
    return [name, ...shown].join(" ").replace(/\d+\.\d+/g, (n) => String(Math.round(Number(n))));
  }).filter((line, i, all) => line !== all[i - 1]).join("\n");
}

for (const name of ["line", "bars", "heatmap", "candlestick", "forecastBands", "histogramGrid"]) {
  Deno.test(`${name}() looks as it did`, async (t) => {
    await t.assertSnapshot(outline(svgFile(figures[name]!(rows, { title: name }))));
  });
}

Deno.test("draw() adds a legend to a figure whose styles apply to nothing else", () => {
  const figure = drawn(figures.line!(rows, { title: "T" }));
  assert.equal(figure.tagName.toLowerCase(), "figure");
  assert.equal([...figure.querySelectorAll("svg.legend rect")].length, 2);
  for (const style of figure.querySelectorAll("style")) {
    for (const [selector] of style.textContent.matchAll(/[^{}]+(?=\{)/g)) {
      assert.match(selector.trim(), /^:where\(\.plot-|^\.plot-/, selector);
    }
  }
});

Deno.test("line() and bars() name the columns if one is not given, and say if a query was not awaited", () => {
  const rows = [{ time: new Date(0), n: 1 }];
  for (const draw of [charts.line, charts.bars]) {
    assert.throws(() => draw(rows, { x: "time" } as never), {
      message: `Cannot draw ${draw.name}: y is missing. Name one of the columns: time, n`,
    });
    assert.throws(
      () => draw({ strings: [], values: [] } as never, { x: "time", y: "n" }),
      /wanted rows, got object\. A query needs await: chart\.\w+\(await sql`select …`, …\)/,
    );
  }
});

Deno.test("a figure says what is missing, whichever options are left out", () => {
  const { forecastBands: _, ...ofRows } = figures;
  for (const name of Object.keys(ofRows)) {
    const draw = charts[name as "line"] as (rows: object[], options?: object) => Figure;
    for (const options of [undefined, {}, { x: "n", y: "n" }, { x: "n", y: "n", fill: "n" }]) {
      try {
        draw([{ n: 1 }, { n: 2 }], options);
      } catch (error) {
        assert.ok(error instanceof UsageError, `${name}: ${error}`);
      }
    }
  }
  const draw = charts as unknown as Record<string, (rows: object[], options?: object) => Figure>;
  const said = /^UsageError: Cannot draw \w+: value is missing\. Name one of the columns: n$/;
  assert.throws(() => draw.heatmap!([{ n: 1 }], { x: "n", y: "n", fill: "n" }), said);
  assert.throws(() => draw.histogram!([{ n: 1 }], { x: "n" }), said);
  // Their types want objects; a cell's types are not checked before it runs.
  assert.throws(() => draw.line!([1, 2] as never, { x: "x", y: "y" }), /list\.map\(\(y, x\) =>/);
  assert.throws(() => draw.line!([{ n: 1 }, null] as never, { x: "n", y: "n" }), /not objects/);
  assert.throws(() => draw.areaMap!([{ n: 1 }], { area: "n", value: "n" }), /geojson is missing/);
});

for (const [name, figure] of Object.entries(figures)) {
  Deno.test(`${name} of a frame is that of its rows`, () => {
    const same = rows.map(({ name, ...row }) => ({ ...row, name: String(name) }));
    const picture = (data: ChartInput) => drawn(figure(data, { title: "t" })).outerHTML;
    const plain = (html: string) => html.replace(/plot-\w+|clip-\w+/g, "");
    assert.equal(plain(picture(aq.from(same))), plain(picture(same)));
  });
}
