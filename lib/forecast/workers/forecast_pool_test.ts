import assert from "node:assert/strict";
import { projectFolder } from "../../config.ts";
import { seeded } from "../../random.ts";
import { backtest } from "../judging/backtest.ts";
import { modelOf } from "../models/mod.ts";
import type { Model } from "../model.ts";
import { openPool } from "./forecast_pool.ts";
import { seriesOf } from "../series/series.ts";

const random = seeded(8);
const noisy = (id: string, length = 240) =>
  seriesOf(
    Array.from({ length }, (_, t) => 50 + 20 * Math.sin(t * Math.PI / 12) + random.normal()),
    { id },
  );

Deno.test("backtest() in workers finds what it finds in this thread, seconds aside", async () => {
  const models = ["ensemble", "prophet", "drift"].map(modelOf);
  const all = [noisy("a", 100), noisy("short", 40)];
  const options = { horizon: 6, windows: 2, now: () => 0 };
  const here = await backtest(all, models, options);
  const steps: number[] = [];
  const progress = { update: (_: string, done: number) => steps.push(done), log() {}, done() {} };
  const there = await backtest(all, models, { ...options, jobs: 2, progress });
  const plain = <T extends { seconds: number }>(scores: T[]) =>
    scores.map((score) => ({ ...score, seconds: 0 }));
  assert.deepEqual({ ...there, scores: plain(there.scores) }, here);
  assert.deepEqual(steps, Array.from({ length: 8 }, (_, i) => i + 1));
});

Deno.test("openPool() keeps this thread responsive while workers forecast", async () => {
  using pool = openPool({ jobs: 1 });
  const job = { series: noisy("a", 600), model: modelOf("ensemble"), horizon: 48 };
  await pool.forecast({ ...job, horizon: 1 });
  let longest = 0, last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const { seconds } = await pool.forecast(job);
  clearInterval(timer);
  assert.ok(longest < 1000 * seconds / 2, `${longest} ms of ${seconds} s`);
});

Deno.test("openPool() passes a model's error on and keeps working", async () => {
  using pool = openPool({ jobs: 1 });
  const model = modelOf("theta");
  await assert.rejects(
    pool.forecast({ series: seriesOf([1]), model, horizon: 2 }),
    /Cannot fit theta to series: 1 of 1 values are known/,
  );
  const { forecast } = await pool.forecast({ series: noisy("a"), model, horizon: 2, levels: [] });
  assert.equal(forecast.mean.length, 2);
});

Deno.test("openPool() refuses to send a model of your own to a worker", async () => {
  const own: Model = { id: "own", fit: (series) => modelOf("naive").fit(series) };
  const job = { series: noisy("a"), model: own, horizon: 2 };
  using workers = openPool({ jobs: 1 });
  await assert.rejects(workers.forecast(job), /Cannot run own in a worker.*Ask for jobs: 0/);
  using here = openPool({ jobs: 0 });
  assert.equal((await here.forecast(job)).forecast.mean.length, 2);
});

for (const jobs of [0, 2]) {
  Deno.test(`a signal ends a back-test with jobs = ${jobs}`, async () => {
    const stop = new AbortController();
    const all = Array.from({ length: 40 }, (_, i) => noisy(String(i), 700));
    const progress = {
      update: (_: string, done: number) => {
        if (done === 2) stop.abort(new Error("enough"));
        assert.ok(done <= 2);
      },
      log() {},
      done() {},
    };
    const options = { horizon: 24, windows: 1, jobs, signal: stop.signal, progress };
    await assert.rejects(backtest(all, [modelOf("kernel_lags")], options), /enough/);
  });
}

Deno.test("openPool() refuses half a worker, and work after it is closed", async () => {
  assert.throws(() => openPool({ jobs: 1.5 }), /pool of 1\.5 workers/);
  const pool = openPool({ jobs: 1 });
  pool[Symbol.dispose]();
  const job = { series: noisy("a"), model: modelOf("naive"), horizon: 2 };
  await assert.rejects(pool.forecast(job), /the pool is closed/);
});

Deno.test("openPool() keeps idle workers for the next pool, which do not keep the process alive", async () => {
  const code = `
    import { openPool, modelOf, seriesOf } from ${JSON.stringify(import.meta.resolve("../mod.ts"))};
    const job = { series: seriesOf([1, 5, 2, 6, 3, 7, 2, 8]), model: modelOf("theta"), horizon: 2 };
    const found = [];
    for (let i = 0; i < 2; i++) {
      using pool = openPool({ jobs: 1, linger: 600_000 });
      found.push((await pool.forecast(job)).forecast.mean);
    }
    console.log(JSON.stringify(found[0]) === JSON.stringify(found[1]));`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, code);
    const config = `${projectFolder}/deno.json`;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", "--config", config, file],
      signal: AbortSignal.timeout(120_000),
    }).output();
    assert.equal(new TextDecoder().decode(stdout), "true\n");
  } finally {
    await Deno.remove(file);
  }
});
