import assert from "node:assert/strict";
import { seeded } from "../lib/random.ts";
import { forecasts } from "../lib/streams/forecasts.ts";
import { withNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";

const HOUR = 3_600_000;
const start = Date.UTC(2026, 0, 1);
const random = seeded("forecast command");
/** Two weeks of hours with a daily season. */
const rows = Array.from({ length: 336 }, (_, hour) => ({
  time: new Date(start + hour * HOUR).toISOString(),
  value: Math.round(100 + 40 * Math.sin(hour / 24 * 2 * Math.PI) + 5 * random.next()),
}));
const csvOf = (lines: { time: string; value: unknown }[]) =>
  ["time,value", ...lines.map(({ time, value }) => `${time},${value}`)].join("\n") + "\n";

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "forecast" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("forecast judges models on a CSV file and repeats the last season", () =>
  inFolder(async (folder) => {
    const file = `${folder}/hours.csv`;
    await Deno.writeTextFile(file, csvOf(rows));
    const words = ["--csv", file, "--models", "seasonal_naive,naive", "--chart", `${folder}/c.svg`];
    const { code, out, err } = await run("forecast", [...words, "--horizon", "30", "--json"]);
    assert.equal(code, 0, err);
    const found = JSON.parse(out);
    assert.equal(out.trim().split("\n").length, 1);
    assert.equal(found.best, "seasonal_naive");
    assert.deepEqual(found.scores.map(({ model }: { model: string }) => model), [
      "seasonal_naive",
      "naive",
    ]);
    assert.equal(found.scores[1].losesToSeasonalNaive, true);
    const season = rows.slice(-24).map(({ value }) => value);
    const expected = Array.from({ length: 30 }, (_, at) => ({
      time: new Date(start + (336 + at) * HOUR).toISOString(),
      yhat: season[at % 24],
      horizon: at + 1,
    }));
    assert.deepEqual(
      found.forecasts.map(({ time, yhat, horizon }: Record<string, unknown>) => ({
        time,
        yhat,
        horizon,
      })),
      expected,
    );
    // The mean absolute error, computed again.
    const errors = [246, 276, 306].flatMap((cutoff) =>
      rows.slice(cutoff, cutoff + 30).map(({ value }, at) =>
        Math.abs(value - rows[cutoff - 24 + at % 24]!.value)
      )
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    assert.ok(Math.abs(found.scores[0].mae - mean) < 1e-9);
    assert.match(await Deno.readTextFile(`${folder}/c.svg`), /^<svg .*<\/svg>\s*$/s);
  }));

Deno.test("forecast of SQL saves its forecasts in a table, once", () =>
  withNamespace(async ({ db, namespace }) => {
    await inFolder(async (folder) => {
      const env = { TRIBUTARY_NAMESPACE: namespace };
      const sql = "select timestamp, count() n from (select dateadd('m', x::int, " +
        "'2026-01-01T00:00:00Z'::timestamp) timestamp from long_sequence(400)) timestamp(timestamp) " +
        "sample by 10m";
      const words = ["--sql", sql, "--horizon", "4", "--models", "naive,drift", "--save"];
      const call = [...words, "--chart", `${folder}/c.svg`, "--json"];
      const first = await run("forecast", call, { env });
      assert.equal(first.code, 0, first.err);
      assert.match(first.err, /last bucket may be partial/);
      const { saved, series } = JSON.parse(first.out);
      // 400 minutes from 00:01 on are 41 buckets, the last one dropped.
      assert.equal(series[0].points, 40);
      assert.equal(saved, 3 * (3 * 4 + 4), "three models, three windows and the forecast");
      assert.equal(JSON.parse((await run("forecast", call, { env })).out).saved, saved);
      const kept = await db.sql`
        select model, count() n, max(horizon) h from ${forecasts} order by model`;
      assert.deepEqual(
        kept,
        ["drift", "naive", "seasonal_naive"].map((model) => ({ model, n: 16, h: 4 })),
      );
    });
  }));

const missing = rows.map((row, at) => at === 50 ? { ...row, value: "" } : row);
const bad: [string, string | undefined, string[], number, RegExp][] = [
  ["neither SQL nor CSV", undefined, [], 2, /give either --sql .* or --csv/],
  ["a file that is not there", undefined, ["--csv", "/nowhere.csv"], 2, /\/nowhere\.csv/],
  ["an empty file", "", ["--csv", "FILE"], 1, /no rows below a header/],
  [
    "a text for a value",
    csvOf([...rows.slice(0, 5), { time: rows[5]!.time, value: "many" }]),
    ["--csv", "FILE", "--value", "value"],
    1,
    /in\.csv:7.*many/,
  ],
  [
    "a text for a time",
    csvOf([rows[0]!, { time: "soon", value: 2 }]),
    ["--csv", "FILE"],
    1,
    /in\.csv:3.*soon/,
  ],
  [
    "a short row",
    "time,value\n2026-01-01\n",
    ["--csv", "FILE"],
    1,
    /in\.csv:2.*1 cells, the header has 2/,
  ],
  ["two points", csvOf(rows.slice(0, 2)), ["--csv", "FILE"], 1, /Cannot back-test value/],
  [
    "a gap",
    csvOf(missing),
    ["--csv", "FILE"],
    1,
    /1 of 336 times have no value.*--fill zero, previous/,
  ],
  [
    "a time twice",
    csvOf([...rows, rows[9]!]),
    ["--csv", "FILE"],
    1,
    /2 rows have the time 2026-01-01T09/,
  ],
  [
    "irregular times",
    csvOf([...rows.slice(0, 30), { time: "2026-01-02T06:07:00Z", value: 3 }]),
    ["--csv", "FILE"],
    1,
    /not a multiple/,
  ],
  [
    "an unknown column",
    csvOf(rows),
    ["--csv", "FILE", "--value", "x"],
    2,
    /has the columns "time", "value"/,
  ],
  [
    "an unknown model",
    csvOf(rows),
    ["--csv", "FILE", "--models", "arima"],
    2,
    /there are naive, seasonal_naive/,
  ],
  ["no time", "value\n1\n2\n", ["--csv", "FILE"], 2, /--step 30m/],
];
for (const [name, text, words, expected, message] of bad) {
  Deno.test(`forecast refuses ${name} with what to do`, () =>
    inFolder(async (folder) => {
      const file = `${folder}/in.csv`;
      if (text !== undefined) await Deno.writeTextFile(file, text);
      const all = words.map((word) => word === "FILE" ? file : word);
      const { code, out, err } = await run("forecast", [...all, "--chart", `${folder}/c.svg`]);
      assert.deepEqual([code, out], [expected, ""], err);
      assert.match(err, message);
    }));
}

Deno.test("forecast reads decimal years, fills gaps by a named rule, and takes rows without a time", () =>
  inFolder(async (folder) => {
    const file = `${folder}/in.csv`, chart = ["--chart", `${folder}/c.svg`, "--json"];
    const call = async (text: string, words: string[]) => {
      await Deno.writeTextFile(file, text);
      const { code, out, err } = await run("forecast", [
        "--csv",
        file,
        ...words,
        "--models",
        "naive",
        ...chart,
      ]);
      assert.equal(code, 0, err);
      return JSON.parse(out).series[0];
    };
    const years = Array.from({ length: 48 }, (_, month) => `${1950 + month / 12},${month % 12}`);
    const monthly = await call(`time,value\n${years.join("\n")}\n`, []);
    assert.deepEqual([monthly.step, monthly.to], ["1 month", "1953-12-01T00:00:00.000Z"]);
    const filled = await call(csvOf(missing), ["--fill", "linear"]);
    assert.match(filled.notes.join(), /1 of 336 values were gaps and are filled: linear/);
    const plain = await call(
      `id,x\n${rows.map(({ value }, at) => `${at},${value}`).join("\n")}\n`,
      ["--step", "1h", "--value", "x"],
    );
    assert.deepEqual([plain.step, plain.points], ["1h", 336]);
  }));

Deno.test("forecast names a series that is too short, and reads days by --time-format in every zone", () =>
  inFolder(async (folder) => {
    const file = `${folder}/in.csv`, chart = ["--chart", `${folder}/c.svg`, "--json"];
    const days = Array.from({ length: 12 }, (_, day) => `a,${day + 1}/1/2024,${day}`);
    await Deno.writeTextFile(file, ["id,date,n", ...days, "b,1/1/2024,1"].join("\n"));
    const words = ["--csv", file, "--series", "id", "--models", "naive", ...chart];
    const asked = await run("forecast", words);
    assert.equal(asked.code, 1);
    assert.match(asked.err, /in\.csv:2: 1\/1\/2024 may be two days.*--time-format "%d\/%m\/%Y" or/);
    const { code, out, err } = await run("forecast", [...words, "--time-format", "%d/%m/%Y"], {
      env: { TZ: "Australia/Sydney" },
    });
    assert.equal(code, 0, err);
    const { series, leftOut } = JSON.parse(out);
    assert.deepEqual(series.map(({ id, to }: Record<string, unknown>) => [id, to]), [
      ["a", "2024-01-12T00:00:00.000Z"],
    ]);
    assert.match(leftOut[0].reason, /one time is too few/);
    assert.match(err, /left out: b: /);
  }));
