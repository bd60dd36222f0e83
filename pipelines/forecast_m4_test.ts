import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { mase, naive2, seasonalScale, smape } from "../lib/forecast/mod.ts";
import { seeded } from "../lib/random.ts";
import { withFolder } from "../lib/sources/testing.ts";
import { run, start, task } from "./testing.ts";

const HORIZON = 24;

/** Seasonal series of an hourly step with their test parts, padded as M4 pads them. */
function files(count: number, length = 200) {
  const random = seeded(4);
  const rows = Array.from({ length: count }, (_, s) =>
    Array.from(
      { length: length + HORIZON - s },
      (_, t) => (100 + 40 * Math.sin(t * Math.PI / 12) + 5 * random.normal()).toFixed(1),
    ));
  const csv = (part: (row: string[]) => string[], width: number) =>
    [
      Array.from({ length: width + 1 }, (_, i) => `V${i + 1}`).join(","),
      ...rows.map((row, s) => {
        const cells = part(row);
        return [`H${s + 1}`, ...cells, ...new Array(width - cells.length).fill("")].join(",");
      }),
    ].join("\n") + "\n";
  const train = csv((row) => row.slice(0, -HORIZON), length);
  const test = csv((row) => row.slice(-HORIZON), HORIZON);
  return { rows: rows.map((row) => row.map(Number)), train, test };
}

Deno.test("forecast:m4 prints the table and the figures of seasonal naive, computed again", async () => {
  const { rows, train, test } = files(5);
  await withFolder({ "train.csv.gz": gzipSync(train), "test.csv": test }, async (folder) => {
    const words = ["--train", "train.csv.gz", "--test", "test.csv", "--jobs", "2"];
    const models = ["--models", "seasonal_naive, theta"];
    const env = { INIT_CWD: folder };
    const { code, out, err } = await run("forecast:m4", [...words, ...models], { env });
    assert.equal(code, 0, err);
    assert.match(err, /forecasts: 10 records, 100 %/);
    const lines = out.trimEnd().split("\n");
    assert.match(lines[0]!, /^model +series +mase +smape +owa +coverage95 +seconds$/);
    const found = JSON.parse(lines.at(-1)!);
    assert.deepEqual(Object.keys(found), ["series", "models"]);
    assert.equal(found.series, 5);
    assert.deepEqual(new Set(Object.keys(found.models)), new Set(["seasonal_naive", "theta"]));
    const mean = (of: (row: number[]) => number) => rows.reduce((sum, row) => sum + of(row), 0) / 5;
    const errorsOf = (forecast: (known: number[]) => number[]) => ({
      mase: mean((row) => {
        const known = row.slice(0, -HORIZON);
        const scale = seasonalScale(known, 24);
        return mase(row.slice(-HORIZON), forecast(known), { scale });
      }),
      smape: mean((row) => smape(row.slice(-HORIZON), forecast(row.slice(0, -HORIZON)))),
    });
    const wanted = errorsOf((known) => known.slice(-24));
    const yardstick = errorsOf((known) =>
      naive2(Float64Array.from(known), { season: 24, horizon: HORIZON })
    );
    const near = (value: number, figure: number) => assert.ok(Math.abs(value - figure) < 1e-9);
    const { mase: m, smape: s, owa, coverage95, seconds } = found.models.seasonal_naive;
    near(m, wanted.mase);
    near(s, wanted.smape);
    near(owa, (wanted.mase / yardstick.mase + wanted.smape / yardstick.smape) / 2);
    assert.ok(coverage95 > 0.5 && coverage95 <= 1 && seconds > 0);
  });
});

Deno.test("forecast:m4 names a bad row, a missing file and a wrong model", async () => {
  const { train, test } = files(2);
  const bad = train.replace(/^(H2,[^,]*),[^,]*/m, "$1,abc");
  await withFolder({ "train.csv": train, "bad.csv": bad, "test.csv": test }, async (folder) => {
    const fails = async (words: string[]) => {
      const { code, out, err } = await run("forecast:m4", words, { env: { INIT_CWD: folder } });
      assert.equal(out, "");
      return `${code} ${err}`;
    };
    assert.match(
      await fails(["--train", "bad.csv", "--test", "test.csv"]),
      /^1 error: bad\.csv:3: V3: expected a number \(got "abc"\)/,
    );
    assert.match(await fails(["--train", "no.csv", "--test", "test.csv"]), /^1 error: .*no\.csv/);
    assert.match(await fails(["--train", "train.csv"]), /^2 error: Missing --train file or --test/);
    assert.match(
      await fails(["--train", "train.csv", "--test", "test.csv", "--models", "arima"]),
      /^2 error: .*there are naive, seasonal_naive/,
    );
  });
});

Deno.test("Ctrl-C ends forecast:m4 with 130 and without a result", async () => {
  const { train, test } = files(40, 900);
  await withFolder({ "train.csv": train, "test.csv": test }, async (folder) => {
    const words = ["--train", "train.csv", "--test", "test.csv", "--models", "ensemble"];
    const command = task("forecast:m4", [...words, "--jobs", "1"], { env: { INIT_CWD: folder } });
    await using running = start(command);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const begun = performance.now();
    running.child.kill("SIGINT");
    const { code, out, err } = await running.result;
    assert.equal(code, 130, err);
    assert.equal(out, "");
    assert.match(err, /Stopping cleanly/);
    assert.ok(performance.now() - begun < 1000);
  });
});
