/** Figures in a page without a server or a network: tooltips, zoom, legend. */
import assert from "node:assert/strict";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import type { Notebook } from "../lib/jupyter/ipynb/ipynb.ts";
import { findChromium } from "../lib/jupyter/lab/lab_testing.ts";
import { namedFigures, withoutRenderer } from "../lib/charts/interactive/interactive_html.ts";
import { chart, type Figure, Plot } from "../lib/notebook/mod.ts";
import { bundleOf } from "../lib/notebook/display/bundle_of.ts";
import { reportPage } from "../lib/jupyter/run/notebook_report.ts";
import { figureBundle } from "../lib/notebook/display/figure.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: charts in a page because there is no Chromium on PATH");

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const time = (hour: number) => new Date(START + hour * HOUR);

const events = Array.from({ length: 48 }, (_, hour) =>
  ["push", "fork"].map((type, i) => ({
    timestamp: time(hour),
    type,
    events: 1000 * (i + 1) + 25 * hour + (hour % 3) / 4,
  }))).flat();
const history = Array.from({ length: 24 }, (_, hour) => ({ time: time(hour), value: 100 + hour }));
const forecast = [0.8, 0.95].flatMap((level) =>
  Array.from({ length: 6 }, (_, i) => ({
    time: time(24 + i),
    mean: 130.5 + i,
    lower: 120 - 10 * level + i,
    upper: 140 + 10 * level + i,
    level,
    model: "theta",
  }))
);
const candles = Array.from({ length: 20 }, (_, i) => ({
  time: time(i),
  open: 100 + i,
  close: 101.5 + i,
  high: 103 + i,
  low: 99.25 + i,
  volume: 1000 + i,
}));
const squares = {
  type: "FeatureCollection",
  features: ["Loop", "Lake View"].map((name, i) => ({
    type: "Feature",
    properties: { name },
    geometry: {
      type: "Polygon",
      coordinates: [[[i, 0], [i, 1], [i + 1, 1], [i + 1, 0], [i, 0]]],
    },
  })),
};

/** A figure, and the datum to point at: an element, or a place in the plot area (shares). */
interface Case {
  figure: Figure;
  point(svg: Locator): Promise<{ x: number; y: number }>;
  tip: string[];
}

/** The middle of an element of a mark. */
function middleOf(selector: string, at: number) {
  return async (svg: Locator) => {
    const box = await svg.locator(selector).nth(at).boundingBox();
    return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
  };
}

/** A vertex of a line. */
function vertex(at: number, line = 0) {
  return async (svg: Locator) => {
    const [box, path] = await Promise.all([
      svg.boundingBox(),
      svg.locator('[aria-label="line"] path').nth(line).getAttribute("d"),
    ]);
    const [x, y] = path!.slice(1).split("L")[at]!.split(",").map(Number);
    return { x: box!.x + x!, y: box!.y + y! };
  };
}

const cases: Record<string, Case> = {
  line: {
    figure: chart.line(events, { x: "timestamp", y: "events", series: "type", title: "Line" }),
    point: vertex(10, 1),
    tip: ["fork", "timestamp (UTC) 2026-01-01 10:00:00", "events 2,250.25"],
  },
  bars: {
    figure: chart.bars([{ repo: "deno", stars: 1234567 }, { repo: "plot", stars: 0.125 }], {
      x: "repo",
      y: "stars",
      title: "Bars",
    }),
    point: middleOf("[aria-label=bar] rect", 0),
    tip: ["repo deno", "stars 1,234,567"],
  },
  columns: {
    figure: chart.bars([7, 8, 9].map((hour) => ({ hour, trips: hour * 1000 })), {
      x: "hour",
      y: "trips",
      title: "Columns",
    }),
    point: middleOf("[aria-label=rect] rect", 1),
    tip: ["hour 8", "trips 8,000"],
  },
  heatmap: {
    figure: chart.heatmap(events, { x: "timestamp", y: "type", value: "events", title: "Heat" }),
    point: middleOf("[aria-label=bar] rect", 21),
    tip: ["type fork", "timestamp 2026-01-01 10:00:00", "events 2,250.25"],
  },
  histogram: {
    figure: chart.histogram(events, { value: "events", bins: 10, title: "Histogram" }),
    point: middleOf("[aria-label=rect] rect", 0),
    tip: ["events 1,000 – 1,500", "count 20"],
  },
  histogramGrid: {
    figure: chart.histogramGrid(events, { values: ["events"], by: "type", bins: 6, title: "Grid" }),
    point: middleOf("[aria-label=rect] rect", 0),
    tip: ["type push", "events 1,000 – 1,200", "count 8"],
  },
  candlestick: {
    figure: chart.candlestick(candles, { x: "time", volume: "volume", title: "Candles" }),
    point: middleOf("[aria-description=range] line", 4),
    tip: [
      ...["time (UTC) 2026-01-01 04:00:00", "open 104", "high 107", "low 103.25", "close 105.5"],
      "volume 1,004",
    ],
  },
  forecastBands: {
    figure: chart.forecastBands({ history, forecast }, { title: "Forecast", unit: "trips" }),
    point: vertex(2, 1),
    tip: [
      ...["theta", "time (UTC) 2026-01-02 02:00:00", "trips 132.5"],
      ...["80 % interval 114 – 150", "95 % interval 112.5 – 151.5"],
    ],
  },
  dotMap: {
    figure: chart.dotMap([
      { lat: 41.875, lon: -87.625, trips: 1000, area: "Loop" },
      { lat: 41.98, lon: -87.9, trips: 300, area: "O'Hare" },
    ], { lat: "lat", lon: "lon", value: "trips", label: "area", title: "Dots" }),
    point: middleOf("circle", 0),
    tip: ["area Loop", "trips 1,000", "lat 41.875", "lon -87.625"],
  },
  areaMap: {
    figure: chart.areaMap([{ area: "Loop", trips: 1200 }, { area: "Lake View", trips: 7 }], {
      ...{ area: "area", value: "trips", geojson: squares, id: "name", title: "Areas" },
    }),
    point: middleOf("[aria-label=geo] path", 0),
    tip: ["area Loop", "trips 1,200"],
  },
  residuals: {
    figure: chart.residuals(
      forecast.slice(0, 6).map(({ time, mean }, i) => ({ time, y: mean + i, yhat: mean })),
      { title: "Residuals" },
    ),
    point: middleOf("circle", 3),
    tip: ["time (UTC) 2026-01-02 03:00:00", "actual minus forecast 3", "y 136.5", "yhat 133.5"],
  },
  coverage: {
    figure: chart.coverage([{ level: 0.8, covered: 0.83, model: "a" }], { title: "Coverage" }),
    point: middleOf("circle", 0),
    tip: ["nominal (%) 80", "observed (%) 83"],
  },
  plot: {
    figure: {
      title: "Plot",
      color: { legend: true },
      marks: [
        Plot.barY(events.slice(0, 4), { x: "timestamp", y: "events", fill: "type", tip: true }),
      ],
    },
    point: middleOf("[aria-label=bar] rect", 3),
    tip: ["fork", "timestamp 2026-01-01 01:00:00", "events 2,025.25"],
  },
};

const html = (figure: Figure) => figureBundle(figure)["text/html"]!;

/** Opens sections of markup, named by their ids, in a page from a file. */
async function open(browser: Browser, sections: Record<string, string>): Promise<Page> {
  const file = await Deno.makeTempFile({ suffix: ".html" });
  const body = Object.entries(sections).map(([id, markup]) =>
    `<section id="${id}">${markup}</section>`
  );
  await Deno.writeTextFile(
    file,
    `<!doctype html><meta charset="utf-8"><style>:root{color-scheme:light dark}</style>${
      body.join("\n")
    }`,
  );
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(`file://${file}`);
  await Deno.remove(file);
  return page;
}

const problems: string[] = [];
const picture = (page: Page, id: string) => page.locator(`#${id} svg:not(.legend)`);
const shownTip = (page: Page) => page.locator(".tributary-tip:visible");
const ticks = (svg: Locator) =>
  svg.locator('[aria-label="x-axis tick label"] text').allTextContents();
const frames = (page: Page) =>
  page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");

Deno.test({ name: "charts in a page, offline", ignore, sanitizeResources: false }, async (t) => {
  await using browser = Object.assign(
    await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] }),
    {},
  );
  const page = await open(
    browser,
    Object.fromEntries(Object.entries(cases).map(([id, { figure }]) => [id, html(figure)])),
  );

  for (const [id, { point, tip }] of Object.entries(cases)) {
    await t.step(`${id}: the tooltip at a datum shows its values`, async () => {
      const svg = picture(page, id);
      await svg.scrollIntoViewIfNeeded();
      const { x, y } = await point(svg);
      await page.mouse.move(x, y);
      await shownTip(page).waitFor({ timeout: 5000 });
      assert.deepEqual(await shownTip(page).locator("div").allTextContents(), tip);
    });
  }

  await t.step(
    "the wheel zooms at the pointer, dragging pans, a double click shows all",
    async () => {
      const svg = picture(page, "line");
      await svg.scrollIntoViewIfNeeded();
      const all = await ticks(svg);
      const box = (await svg.boundingBox())!;
      await page.mouse.move(box.x + 400, box.y + 100);
      await page.mouse.wheel(0, -800);
      await frames(page);
      const near = await ticks(svg);
      assert.notDeepEqual(near, all);
      // The pointer stays at its time: vertices under it are found where the axis says.
      await page.mouse.move(box.x + 401, box.y + 100);
      await shownTip(page).waitFor();
      const before = await shownTip(page).textContent();
      await page.mouse.down();
      await page.mouse.move(box.x + 200, box.y + 100, { steps: 4 });
      await page.mouse.up();
      await frames(page);
      assert.notDeepEqual(await ticks(svg), near, "panned");
      await page.mouse.move(box.x + 201, box.y + 100);
      await frames(page);
      assert.equal(
        await shownTip(page).textContent(),
        before,
        "the same datum lies where it was drawn",
      );
      await page.mouse.dblclick(box.x + 300, box.y + 100);
      await frames(page);
      assert.deepEqual(await ticks(svg), all);
    },
  );

  await t.step("dragging over the whole picture selects the range that is shown", async () => {
    const svg = picture(page, "line");
    const box = (await svg.boundingBox())!;
    const [from, to] = [await vertex(12)(svg), await vertex(24)(svg)];
    await page.mouse.move(from.x, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(to.x, box.y + 90, { steps: 4 });
    await page.mouse.up();
    await frames(page);
    const shown = await ticks(svg);
    assert.match(shown[0]!, /^1[2-5]:/);
    assert.match(shown.at(-1)!, /^(2[23]|00):/);
    await page.locator("#line button").click();
    await frames(page);
    assert.equal(await page.locator("#line button").count(), 0);
  });

  await t.step("a click in the legend hides a series, and another shows it", async () => {
    const paths = picture(page, "line").locator('[aria-label="line"] path');
    const entry = page.locator("#line .legend [data-series]").nth(1);
    await entry.click();
    assert.deepEqual([await paths.nth(0).isVisible(), await paths.nth(1).isVisible()], [
      true,
      false,
    ]);
    assert.equal(await entry.getAttribute("aria-pressed"), "false");
    const { x, y } = await vertex(10, 1)(picture(page, "line"));
    await page.mouse.move(x, y);
    await shownTip(page).waitFor();
    assert.match((await shownTip(page).textContent())!, /^push/);
    await entry.click();
    assert.ok(await paths.nth(1).isVisible());
  });

  /** Replaces the content of a section. */
  const replace = (id: string, markup: string) =>
    page.evaluate(([id, markup]) => {
      // deno-lint-ignore no-explicit-any
      const { document } = globalThis as any;
      const section = document.getElementById(id);
      section.innerHTML = markup;
      // As Jupyter does: scripts that are set as text do not run.
      for (const script of [...section.querySelectorAll("script")]) {
        const copy = document.createElement("script");
        for (const { name, value } of script.attributes) copy.setAttribute(name, value);
        copy.textContent = script.textContent;
        script.replaceWith(copy);
      }
    }, [id, markup]);

  await t.step("a later output of the page works with the renderer of an earlier one", async () => {
    await replace("line", withoutRenderer(html(cases.line!.figure)));
    const svg = picture(page, "line");
    await svg.scrollIntoViewIfNeeded();
    const { x, y } = await vertex(10, 1)(svg);
    await page.mouse.move(x, y);
    await shownTip(page).waitFor();
    assert.deepEqual(await shownTip(page).locator("div").allTextContents(), cases.line!.tip);
  });

  await t.step("zoom and legend outlast the updates of a live display", async () => {
    const until = (hours: number) => {
      const rows = events.filter(({ timestamp }) => timestamp < time(hours));
      const figure = chart.line(rows, {
        ...{ x: "timestamp", y: "events", series: "type", title: "Line" },
      });
      return namedFigures(html(figure), "live");
    };
    await replace("line", until(24));
    const svg = picture(page, "line");
    await svg.scrollIntoViewIfNeeded();
    const [from, to] = [await vertex(12)(svg), await vertex(18)(svg)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    const entry = page.locator("#line .legend [data-series]").nth(1);
    await entry.click();
    await frames(page);
    const shown = await ticks(svg);
    for (const hours of [36, 48]) {
      await replace("line", withoutRenderer(until(hours)));
      await frames(page);
      assert.deepEqual(await ticks(svg), shown);
      assert.equal(await entry.getAttribute("aria-pressed"), "false");
      assert.equal(await svg.locator('[aria-label="line"] path').nth(1).isVisible(), false);
    }
    await page.locator("#line").getByRole("button", { name: "Reset zoom" }).click();
    await entry.click();
    await frames(page);
    const all = await ticks(svg);
    await replace("line", until(24)); // with the renderer, as the last output of a display
    await frames(page);
    assert.notDeepEqual(await ticks(svg), all);
    assert.equal(await entry.getAttribute("aria-pressed"), "true");
    assert.equal(
      await page.locator("#line").getByRole("button", { name: "Reset zoom" }).count(),
      0,
    );
  });

  await t.step("20,000 points of a line and 3,000 dots: a zoom is drawn at once", async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({ x: i, y: Math.sin(i / 300) * 1000 }));
    const few = many.slice(0, 3000);
    const dots = { title: "Dots", marks: [Plot.dot(few, { x: "x", y: "y", r: 1 })] };
    const big = await open(browser, {
      lines: html(chart.line(many, { x: "x", y: "y", title: "Many" })),
      dots: html(dots),
    });
    for (const id of ["lines", "dots"]) {
      const box = (await picture(big, id).boundingBox())!;
      await big.mouse.move(box.x + 300, box.y + 100);
      const begun = performance.now();
      for (let i = 0; i < 5; i++) {
        await big.mouse.wheel(0, -50);
        await frames(big);
      }
      const took = (performance.now() - begun) / 5;
      console.log(`${id}: ${took.toFixed(0)} ms for each turn of the wheel`);
      assert.ok(took < 3000, `${took} ms`);
    }
    await big.close();
  });

  await t.step(
    "a report fits 400 and 1280 pixels, with a renderer for all its charts",
    async () => {
      const cell = { id: "a", cell_type: "code" as const, metadata: {}, outputs: [] };
      const notebook = {
        cells: [
          { ...cell, id: "m", cell_type: "markdown" as const, source: "# Report\n\n# Part" },
          {
            ...cell,
            source: "const long = await sql`select a, b, c from t where a < 1`;".repeat(3),
          },
        ],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 5,
      } as unknown as Notebook;
      const wide = Object.fromEntries(
        Array.from({ length: 40 }, (_, i) => [`column_${i}`, 1e6 * i]),
      );
      const bundles = [await bundleOf([wide]), figureBundle(cases.line!.figure)]
        .concat(figureBundle(cases.heatmap!.figure));
      const outputs = bundles.map((data) => ({
        ...{ output_type: "display_data" as const, metadata: {} },
        data: { ...data } as Record<string, unknown>,
      }));
      const run = { name: "report", cells: [outputs], errors: [], seconds: 1 };
      const markup = reportPage({ name: "report", folder: "", notebook }, run);
      const report = await open(browser, { report: markup });
      assert.equal(await report.locator("h1").count(), 1);
      assert.equal(markup.split("tributaryCharts=").length - 1, 1, "renderers");
      for (const width of [400, 1280]) {
        for (const colorScheme of ["light", "dark"] as const) {
          await report.setViewportSize({ width, height: 800 });
          await report.emulateMedia({ colorScheme });
          const inside = "document.documentElement.scrollWidth <= innerWidth";
          assert.ok(await report.evaluate(inside), `overflows at ${width}`);
        }
      }
      const lefts = await report.evaluate(
        "['.output table','.output figure','.output svg'].map((one) => " +
          "document.querySelector(one).getBoundingClientRect().left)",
      );
      assert.equal(new Set(lefts as number[]).size, 1, `left edges ${lefts}`);
      const svg = report.locator("svg:not(.legend)").nth(1);
      await svg.scrollIntoViewIfNeeded();
      const { x, y } = await cases.heatmap!.point(svg);
      await report.mouse.move(x, y);
      await shownTip(report).waitFor();
      assert.deepEqual(await shownTip(report).locator("div").allTextContents(), cases.heatmap!.tip);
      await report.close();
    },
  );

  await t.step("a tap shows the tooltip", async () => {
    const context = await browser.newContext({
      hasTouch: true,
      viewport: { width: 800, height: 700 },
    });
    const touch = await context.newPage();
    await touch.setContent(html(cases.columns!.figure));
    const { x, y } = await cases.columns!.point(touch.locator("svg"));
    await touch.touchscreen.tap(x, y);
    await shownTip(touch).waitFor();
    assert.deepEqual(await shownTip(touch).locator("div").allTextContents(), cases.columns!.tip);
    await context.close();
  });

  await t.step("nothing was asked from a network, and the console stayed empty", () => {
    assert.deepEqual(problems, []);
  });
});
