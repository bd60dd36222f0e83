import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { formatTable } from "../../table.ts";
import type { M4Case } from "../judging/m4_files.ts";
import { mae } from "../judging/metrics.ts";
import { modelOf } from "./mod.ts";
import { openPool } from "../workers/forecast_pool.ts";
import { seriesOf } from "../series/series.ts";
import { ignoreReal, m4Hourly } from "../testing.ts";

const HORIZON = 48;
const random = seeded("stress");

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Ways to disturb hourly values, including those to come. */
const kinds: Record<string, (values: number[]) => number[]> = {
  "as they are": (all) => all,
  "a line added": (all) => all.map((value, t) => value + mean(all) * t / all.length),
  "growing": (all) => all.map((value, t) => value * Math.exp(1.2 * t / all.length)),
  "a step up 150 hours ago": (all) =>
    all.map((value, t) => t > all.length - 200 ? 1.5 * value : value),
  "a step down 60 hours ago": (all) =>
    all.map((value, t) => t > all.length - 110 ? 0.6 * value : value),
  "small counts": (all) =>
    all.map((value) => Math.max(0, Math.round(10 * (value / mean(all) - 0.8)))),
  "half of it zero": (all) =>
    all.map((value) => random.next() < 0.5 ? 0 : Math.round(3 * value / mean(all))),
  "outliers": (all) => all.map((value) => random.next() < 0.01 ? value * random.int(2, 8) : value),
  "below zero": (all) => all.map((value) => value / mean(all) - 1),
  "tiny, with a slow wave": (all) =>
    all.map((value, t) => 1e-3 * value / mean(all) * (1 + 0.3 * Math.sin(t / 150))),
  "a day of zeros a week ago": (all) =>
    all.map((value, t) => Math.floor((all.length - t) / 24) === 9 ? 0 : value),
  "300 values": (all) => all.slice(-300 - HORIZON),
  "150 values": (all) => all.slice(-150 - HORIZON),
  "60 values": (all) => all.slice(-60 - HORIZON),
};

/** Simulated road traffic: rush hours, other weekends, multiplicative noise, incidents. */
function traffic(): number[] {
  const size = Math.exp(3 + 4 * random.next()), noise = 0.05 + 0.2 * random.next();
  const weekend = 0.3 + 0.6 * random.next(), offset = random.int(0, 167);
  const peak = (hour: number, at: number, width: number) =>
    Math.exp(-(((hour - at) / width) ** 2) / 2);
  let passing = 0;
  return Array.from({ length: 960 + HORIZON }, (_, t) => {
    const hour = (t + offset) % 24, day = Math.floor((t + offset) / 24) % 7;
    passing = 0.8 * passing + 0.6 * noise * random.normal();
    const level = day >= 5
      ? weekend * (0.05 + peak(hour, 14, 4))
      : 0.05 + peak(hour, 8, 1.5) + peak(hour, 17, 2) + 0.4 * peak(hour, 12, 4);
    const incident = random.next() < 0.003 ? random.next() : 1;
    return Math.round(size * level * Math.exp(passing) * incident);
  });
}

/** Disturbed copies of training parts; the last two days of each are kept to compare with. */
function casesOf(kind: string): M4Case[] {
  const copies = kind === "traffic"
    ? Array.from({ length: 8 }, traffic)
    : m4Hourly().filter((_, i) => i % 12 === 5).map(({ train }) => kinds[kind]!(train.value));
  return copies.map((values, i) => ({
    train: seriesOf(values.slice(0, -HORIZON), { id: String(i) }),
    actual: values.slice(-HORIZON),
  }));
}

Deno.test({
  name: "ensemble is never far worse than seasonal_naive on disturbed and simulated series",
  ignore: ignoreReal,
  async fn() {
    using pool = openPool({ jobs: 2 });
    const errorOf = async ({ train, actual }: M4Case, id: string) => {
      const job = { series: train, model: modelOf(id), horizon: HORIZON, levels: [] };
      return mae(actual, (await pool.forecast(job)).forecast.mean);
    };
    const table = await Promise.all([...Object.keys(kinds), "traffic"].map(async (kind) => {
      const ratios = await Promise.all(
        casesOf(kind).map(async (one) => {
          const [own, other] = await Promise.all([
            errorOf(one, "ensemble"),
            errorOf(one, "seasonal_naive"),
          ]);
          return own / other;
        }),
      );
      const whole = Math.exp(mean(ratios.map(Math.log)));
      return { kind, ratio: whole, worst: Math.max(...ratios) };
    }));
    console.log(formatTable(table.map(({ kind, ratio, worst }) => ({
      kind,
      ratio: ratio.toFixed(2),
      worst: worst.toFixed(2),
    }))));
    for (const { kind, ratio, worst } of table) {
      assert.ok(ratio < 1.4, `${kind}: ${ratio} times the error of seasonal_naive`);
      assert.ok(worst < 4, `${kind}: ${worst} times the error of seasonal_naive at the worst`);
    }
    assert.ok(Math.exp(mean(table.map(({ ratio }) => Math.log(ratio)))) < 0.9);
  },
});
