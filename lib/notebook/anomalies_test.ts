import assert from "node:assert/strict";
import { anomalies } from "./anomalies.ts";
import { forecast } from "./forecast.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
/** Ten days of hours with a wave and some unevenness, and a fault at hour 100. */
const rows = Array.from({ length: 240 }, (_, i) => ({
  timestamp: new Date(START + i * HOUR),
  load: i === 100 ? 5 : 100 + 50 * Math.sin(2 * Math.PI * i / 24) + i * 7 % 5,
}));
const at = (i: number) => new Date(START + i * HOUR);

Deno.test("anomalies() finds columns and faults, by the season and by the median", async () => {
  const { values, anomalies: found, episodes } = await anomalies(rows);
  assert.equal(values.length, 240);
  assert.deepEqual(found.map(({ time, value }) => [time, value]), [[at(100), 5]]);
  assert.deepEqual(episodes.map(({ from, to, values }) => [from, to, values]), [[
    at(100),
    at(100),
    1,
  ]]);
  const noise = rows.map(({ timestamp }, i) => ({
    timestamp,
    volts: i === 7 ? 400 : 230 + i * 7 % 5,
  }));
  const byMedian = await anomalies(Promise.resolve(noise), { by: "median" });
  assert.deepEqual(byMedian.anomalies.map(({ value }) => value), [400]);
});

Deno.test("anomalies() judges each series, leaves gaps, and keeps a last value that has collapsed", async () => {
  const two = ["a", "b"].flatMap((name) =>
    rows.filter((_, i) => i !== 50).map((row, i, all) => ({
      ...row,
      name,
      load: name === "b" && i === all.length - 1 ? 0 : row.load,
    }))
  );
  const { anomalies: found, values } = await anomalies(two, { series: "name" });
  assert.deepEqual(found.map(({ series, time }) => [series, time]), [
    ["a", at(100)],
    ["b", at(100)],
    ["b", at(239)],
  ]);
  assert.equal(values.filter(({ value }) => value === null).length, 2);
  const until = at(239.5);
  assert.deepEqual((await anomalies(two, { series: "name", until })).anomalies.length, 2);
});

Deno.test("anomalies() takes series, and says what is wrong", async () => {
  const series = forecast.seriesOf(rows.map(({ load }) => load));
  assert.equal((await anomalies(series)).anomalies.length, 1);
  assert.equal((await anomalies([series, series])).anomalies.length, 2);
  await assert.rejects(anomalies([]), /there are no rows. Does the table hold any/);
  await assert.rejects(
    anomalies(rows.slice(0, 30)),
    /30 values, 1h apart, do not hold a usual season/,
  );
  await assert.rejects(anomalies(rows, { value: "volts" }), /the data has the columns/);
  await assert.rejects(
    anomalies(rows, { by: "mean" as "median" }),
    /by "mean": write "seasonal" or/,
  );
});
