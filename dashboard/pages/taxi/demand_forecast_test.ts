import assert from "node:assert/strict";
import { seeded } from "../../../lib/random.ts";
import { seriesOf } from "../../../lib/forecast/mod.ts";
import { forecastDemand, forecastSentences, LEAST, scoreRows } from "./demand_forecast.ts";

const { signal } = new AbortController();
const random = seeded(3);
const hours = (length: number) =>
  seriesOf(
    Array.from(
      { length },
      (_, t) => Math.round(200 + 100 * Math.sin(t * Math.PI / 12) + 5 * random.normal()),
    ),
    { id: "trips", start: Date.UTC(2026, 0, 1) },
  );

Deno.test("forecastDemand() forecasts a day with the best model, and does so once for a series", async () => {
  const series = hours(LEAST);
  const [found, again] = await Promise.all([1, 2].map(() => forecastDemand(series, signal)));
  assert.equal(found, again);
  const { best, coming, judged } = found!;
  assert.equal(coming.length, 48); // two intervals of 24 hours
  assert.equal(+coming[0]!.time, series.time.at(-1)! + 3_600_000);
  for (const { time, yhat, lower, upper } of coming) {
    const wave = 200 + 100 * Math.sin((+time - series.time[0]!) / 3_600_000 * Math.PI / 12);
    assert.ok(Math.abs(yhat - wave) < 25, `${yhat} for ${wave}`);
    assert.ok(lower! <= yhat && yhat <= upper!);
  }
  const rows = scoreRows(found!);
  assert.deepEqual(rows.map(({ model }) => model).toSorted(), [
    "fourier_lags",
    "mstl_ets",
    "seasonal_naive",
  ]);
  assert.equal(rows[0]!.model, best);
  const of = (id: string) => judged.scores.find(({ model }) => model === id)!.mae!;
  for (const { model, against } of rows) {
    const share = of(String(model)) / of("seasonal_naive") - 1;
    assert.ok(Math.abs(Number(against) - share) < 0.001);
  }
  const [first, second] = forecastSentences(series, found);
  assert.ok(first!.text.startsWith(`Best: ${best}`));
  assert.match(second!.text, /the 24 hours before the forecast.* 90 % interval held /);
});

Deno.test("forecastDemand() has none of a series that is too short, which is said", async () => {
  const series = hours(LEAST - 1);
  assert.equal(await forecastDemand(series, signal), undefined);
  assert.match(
    forecastSentences(series, undefined)[0]!.text,
    /needs 73 whole hours.* there are 72/,
  );
});
