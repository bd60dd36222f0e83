import assert from "node:assert/strict";
import type { Model } from "../model.ts";
import { modelOf } from "../models/mod.ts";
import { seriesOf } from "../series/series.ts";
import { experiment } from "./experiment.ts";
import { experimentJson } from "./experiment_json.ts";
import { experimentReport } from "./experiment_report.ts";
import { experimentRows } from "./experiment_rows.ts";

const wave = (id: string) =>
  seriesOf(
    Array.from({ length: 60 }, (_, t) => 50 + t + [0, 40, 90, 30][t % 4]! + (t * 7) % 3),
    { id, start: Date.UTC(2026, 0, 1) },
  );
const options = { horizon: 4, windows: 2, level: 0.9, seasons: [4] };

/** Fails on the series `b`. */
const fussy: Model = {
  id: "fussy",
  fit: (series, fitOptions) =>
    series.id === "b"
      ? Promise.reject(new RangeError("Cannot fit fussy to b: it is b"))
      : modelOf("holt_winters").fit(series, fitOptions),
};

Deno.test("experiment() forecasts each series with the model of the best score", async () => {
  const all = [wave("a"), wave("b")];
  const found = await experiment(all, ["naive", "holt_winters"].map(modelOf), options);
  assert.equal(found.best, "holt_winters");
  const direct = (await modelOf("holt_winters").fit(all[1]!, { seasons: [4] })).predict(4, [0.9]);
  const own = found.coming.filter(({ series }) => series === "b");
  assert.deepEqual(own.map(({ yhat }) => yhat), direct.mean);
  assert.deepEqual(own.map(({ lower }) => lower), direct.intervals[0]!.lower);
  assert.deepEqual(own.map(({ horizon }) => horizon), [1, 2, 3, 4]);
  assert.ok(
    own.every(({ cutoff, model, level }) =>
      cutoff.getTime() === all[1]!.time.at(-1) && model === "holt_winters" && level === 0.9
    ),
  );
});

Deno.test("experiment() in workers finds what it finds in this thread, for each level", async () => {
  const models = ["theta", "drift"].map(modelOf);
  const asked = { ...options, levels: [0.5, 0.9], all: true };
  const here = await experiment([wave("a")], models, asked);
  const there = await experiment([wave("a")], models, { ...asked, jobs: 2 });
  assert.deepEqual(there.coming, here.coming);
  assert.equal(here.coming.length, 3 * 2 * 4); // seasonal naive is judged too
});

Deno.test("experiment() leaves out a model that failed on a series, and fails if all do", async () => {
  const found = await experiment([wave("a"), wave("b")], [fussy], options);
  assert.equal(found.best, "fussy");
  assert.deepEqual([...new Set(found.coming.map(({ series }) => series))], ["a"]);
  const short = { ...seriesOf([1, NaN, NaN, NaN, NaN, 2, 3, 4, 5, NaN]), id: "gaps" };
  await assert.rejects(
    experiment([short], [], { ...options, horizon: 2 }),
    /every model failed\. seasonal_naive: Cannot fit seasonal_naive to gaps/,
  );
});

Deno.test("an experiment as rows, JSON and text has the same scores and forecasts", async () => {
  const found = await experiment([wave("a")], [modelOf("holt_winters")], options);
  const rows = experimentRows(found);
  assert.equal(rows.length, 2 * 2 * 4 + 4);
  assert.deepEqual(rows.slice(0, 4).map(({ horizon }) => horizon), [1, 2, 3, 4]);
  assert.ok(rows.every((row) => !("y" in row)));
  const json = experimentJson(found);
  assert.deepEqual(json.forecasts, found.coming);
  assert.deepEqual(json.scores, found.judged.scores);
  assert.equal(json.series[0]!.step, "1h");
  const text = experimentReport(found).split("\n");
  assert.equal(text[0], "a: 60 values, one each 1h, 2026-01-01 00:00 to 2026-01-03 11:00 UTC");
  assert.equal(text[2], "Back-test: 2 windows of 4 steps each, intervals of 90 %");
  assert.match(text[4]!, /^model +mae +rmse +smape +mase +owa +coverage +msis +seconds +verdict$/);
  const line = text.find((line) => line.startsWith("Best: "))!;
  const [own, naive] = ["holt_winters", "seasonal_naive"]
    .map((id) => found.judged.scores.find(({ model }) => model === id)!.mae!);
  const share = (100 * (1 - own! / naive!)).toFixed(0);
  assert.match(line, new RegExp(`^Best: holt_winters, its mean .* is ${share} % below seasonal`));
  assert.equal(text.filter((line) => /^a +2026-01-03 1[2-5]:00 /.test(line)).length, 4);
});
