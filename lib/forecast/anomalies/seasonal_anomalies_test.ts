import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { realData } from "../../sources/testing.ts";
import { csvTable } from "../series/csv_table.ts";
import { seriesOf } from "../series/series.ts";
import { seriesFromTable } from "../series/series_from_table.ts";
import { episodes } from "./episodes.ts";
import { medianAnomalies } from "./median_anomalies.ts";
import { median } from "./robust.ts";
import { rollingMedian } from "./rolling_median.ts";
import { seasonalAnomalies } from "./seasonal_anomalies.ts";

/** Days of hours: a wave, noise, and a level that rises. */
function days(count: number, { noise = 1, rise = 0 } = {}): number[] {
  const random = seeded(3);
  return Array.from(
    { length: 24 * count },
    (_, i) => 100 + 40 * Math.sin(2 * Math.PI * i / 24) + rise * i + noise * random.normal(),
  );
}

const found = (values: number[], options = {}) =>
  seasonalAnomalies(seriesOf(values), options).flatMap(({ anomaly }, i) => anomaly ? [i] : []);

Deno.test("rollingMedian() is the median of the values around", () => {
  const random = seeded(5);
  const values = Array.from({ length: 200 }, () => random.next() < 0.1 ? NaN : random.int(0, 20));
  for (const width of [1, 2, 7, 24, 500]) {
    const half = Math.floor(width / 2);
    const slow = values.map((_, i) => median(values.slice(Math.max(0, i - half), i + half + 1)));
    assert.deepEqual([...rollingMedian(values, width)], slow);
  }
});

Deno.test("seasonalAnomalies() finds planted faults that are usual values at another hour", () => {
  const values = days(20, { rise: 0.1 });
  const planted = [24 * 8 + 6, 24 * 8 + 7, 24 * 15 + 18];
  assert.deepEqual(found(values), []);
  values[planted[0]!] = values[planted[1]!] = 90;
  values[planted[2]!] = 125;
  assert.deepEqual(found(values), planted);
  assert.deepEqual(medianAnomalies(seriesOf(values)).filter(({ anomaly }) => anomaly), []);
});

Deno.test("seasonalAnomalies() takes a level that has changed for the new one", () => {
  const values = days(20).map((value, i) => i < 240 ? value : value + 30);
  const far = found(values).filter((i) => Math.abs(i - 240) > 24);
  assert.deepEqual(far, []);
});

Deno.test("seasonalAnomalies() accepts gaps, constant series and a season of its own", () => {
  const values = days(12);
  values[100] = values[124] = NaN;
  values[150] = 500;
  const judged = seasonalAnomalies(seriesOf(values));
  assert.deepEqual([judged[100]!.value, judged[100]!.score, judged[100]!.anomaly], [
    null,
    null,
    false,
  ]);
  assert.ok(Math.abs(judged[100]!.expected - 100 - 40 * Math.sin(2 * Math.PI * 4 / 24)) < 3);
  assert.deepEqual(judged.flatMap(({ anomaly }, i) => anomaly ? [i] : []), [150]);
  assert.deepEqual(found(Array(240).fill(3)), []);
  assert.deepEqual(found([...Array(200).fill(3), 4, ...Array(39).fill(3)]), [200]);
  const waves = Array.from({ length: 70 }, (_, i) => i % 7);
  waves[33] = 90;
  assert.deepEqual(found(waves, { season: 7 }), [33]);
});

Deno.test("seasonalAnomalies() refuses a series that does not hold its season four times", () => {
  assert.throws(
    () => found([]),
    /Cannot look for anomalies in series: 0 values, 1h apart, do not hold/,
  );
  assert.throws(() => found(days(3)), /72 values, 1h apart, do not hold a usual season 4 times/);
  assert.throws(() => found(days(5), { season: 1.5 }), /season of 1.5 steps is not a whole number/);
  assert.throws(() => found(days(5), { season: 48 }), /120 values are too few .* 192 are needed/);
  assert.throws(() => found(days(5), { threshold: NaN }), /a threshold of NaN is not above 0/);
  assert.throws(() => found([...days(5), -Infinity]), /value 121 is -Infinity/);
});

Deno.test("episodes() joins neighbours, each series by itself", () => {
  const values = days(10);
  for (const i of [100, 101, 104, 150]) values[i] = 300;
  const two = ["a", "b"].flatMap((id) => seasonalAnomalies(seriesOf(values, { id })));
  const hours = episodes(two).map(({ series, from, to, values }) =>
    `${series} ${+from / 3_600_000}-${+to / 3_600_000} ${values}`
  );
  assert.deepEqual(hours, ["a 100-104 3", "a 150-150 1", "b 100-104 3", "b 150-150 1"]);
  assert.equal(episodes(two, { gap: 1 }).length, 6);
  assert.equal(episodes(two)[0]!.value, 300);
});

/** Labelled days of the taxi series, in New York's time, as its rows are. */
const LABELLED = ["2014-11-02", "2014-11-27", "2014-12-25", "2015-01-01", "2015-01-27"];
const { path, ignore } = realData("forecasting");

Deno.test("seasonalAnomalies() finds New York's strange taxi days with its defaults", {
  ignore,
}, async () => {
  const [series] = seriesFromTable(await csvTable(`${path}/nyc_taxi.csv`));
  const judged = seasonalAnomalies(series!);
  assert.equal(judged.length, 10_320);
  const days = new Set(
    judged.filter(({ anomaly }) => anomaly).map(({ time }) => time.toISOString().slice(0, 10)),
  );
  const named = LABELLED.filter((day) => days.has(day));
  const others = [...days].filter((day) => !LABELLED.includes(day));
  console.log(`${named.length} of 5 labelled days found; other days: ${others.join(" ")}`);
  assert.ok(named.length >= 4, named.join(" "));
  assert.ok(others.length <= 10, others.join(" "));
});
