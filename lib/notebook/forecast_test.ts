import assert from "node:assert/strict";
import { openCell, stopCell } from "../jupyter/prelude/cell_runs.ts";
import { seeded } from "../random.ts";
import { forecast } from "./forecast.ts";

const HOUR = 3_600_000;
const start = Date.UTC(2026, 0, 1);
const random = seeded("notebook forecast");
const until = start + 400 * HOUR;

/** Hours with a daily season, and a column that is not a number. */
function hours(count: number, scale = 1) {
  return Array.from({ length: count }, (_, hour) => ({
    at: new Date(start + hour * HOUR),
    city: `city ${scale}`,
    trips: scale * Math.round(100 + 40 * Math.sin(hour / 24 * 2 * Math.PI) + 5 * random.next()),
  }));
}

/** Calls `work` in a cell that is stopped after a moment. */
async function inStoppedCell(work: () => Promise<unknown>): Promise<unknown> {
  openCell({ id: 1, count: 1, code: "" });
  const timer = setTimeout(stopCell, 300);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    await new Promise((resolve) => setTimeout(resolve, 300)); // the grace of the stopped cell
    openCell({ id: 2, count: 2, code: "" });
  }
}

Deno.test("forecast() finds columns and step, and repeats the last day with seasonal naive", async () => {
  const rows = hours(240);
  const found = await forecast(rows, { models: ["naive"], until });
  assert.equal(found.best, "seasonal_naive");
  assert.deepEqual(found.series.map(({ id, step }) => [id, step]), [["trips", { ms: HOUR }]]);
  assert.deepEqual(found.scores.map(({ model }) => model), ["seasonal_naive", "naive"]);
  assert.deepEqual(
    found.forecast.filter(({ level }) => level === 0.8).map(({ time, yhat }) => [+time, yhat]),
    rows.slice(-24).map(({ at, trips }) => [+at + 24 * HOUR, trips]),
  );
  assert.equal(found.forecast.length, 2 * 24);
  assert.equal(found.backtest.length, 2 * 3 * 24);
  assert.deepEqual(
    found.lastWindow.filter(({ model }) => model === "naive")
      .map(({ time, y, level }) => [+time, y, level]),
    rows.slice(-24).map(({ at, trips }) => [+at, trips, 0.95]),
  );
  assert.deepEqual(found.history.at(-1), {
    series: "trips",
    time: rows.at(-1)!.at,
    value: rows.at(-1)!.trips,
  });
  assert.match(found.verdict, /^Best: seasonal_naive/);
});

Deno.test("forecast() takes a query, several series, and drops a partial last bucket", async () => {
  const query = Promise.resolve([...hours(100), ...hours(100, 2)]);
  const found = await forecast(query, {
    series: "city",
    horizon: 5,
    windows: 2,
    models: ["drift"],
    levels: [0.5],
    until: new Date(start + 99.5 * HOUR),
  });
  assert.deepEqual(found.series.map(({ id, value }) => [id, value.length]), [
    ["city 1", 99],
    ["city 2", 99],
  ]);
  assert.equal(
    found.notes.filter((note) => /^city \d: The last value .* dropped/.test(note)).length,
    2,
  );
  assert.equal(found.forecast.length, 2 * 5);
  assert.equal(found.lastWindow.length, 2 * 2 * 5);
});

Deno.test("forecast() takes series, and models of your own in this thread", async () => {
  const own: forecast.Model = {
    id: "own",
    fit: (series, options) => forecast.modelOf("drift").fit(series, options),
  };
  const series = forecast.seriesOf(hours(60).map(({ trips }) => trips), { id: "a" });
  const one = await forecast(series, { horizon: 4, models: [own], seasons: [] });
  assert.deepEqual(one.scores.map(({ model }) => model).sort(), ["own", "seasonal_naive"]);
  const two = await forecast([series, { ...series, id: "b" }], { horizon: 4, models: ["naive"] });
  assert.deepEqual([...new Set(two.forecast.map(({ series }) => series))], ["a", "b"]);
});

Deno.test("forecast() is ended by Stop, and so is forecast.backtest()", async () => {
  const series = forecast.seriesOf(hours(1500).map(({ trips }) => trips));
  for (
    const work of [
      () => forecast(series, { windows: 20, models: ["ensemble"] }),
      () => forecast.backtest(series, [forecast.modelOf("ensemble")], { horizon: 24, windows: 20 }),
    ]
  ) {
    await assert.rejects(() => inStoppedCell(work), { name: "Interrupted" }); // it would end with a result
  }
});

Deno.test("forecast() says what to name or fill in the words of its options", async () => {
  const rows = hours(60);
  const refused = async (rows: object[], message: RegExp, options = {}) =>
    await assert.rejects(forecast(rows, { until, ...options }), message);
  await refused([], /there are no rows/);
  await refused(rows.map(({ trips }) => ({ trips })), /Cannot find the time .*Name it with time/);
  await refused(rows.map((row) => ({ ...row, x: 1 })), /trips, x hold only numbers.*with value/);
  await refused(rows, /Cannot use value: "fare": the data has the columns/, { value: "fare" });
  await refused(rows.toSpliced(20, 1), /1 of 60 times have no value.*fill: zero, previous/);
  await refused(rows, /there are naive, seasonal_naive/, { models: ["arima"] });
});
