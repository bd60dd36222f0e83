import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { fillGaps } from "../series/fill_gaps.ts";
import { models } from "./mod.ts";
import { type Series, seriesOf } from "../series/series.ts";

const random = seeded("awkward");

/** Values that models stumble over, made from `base`, noise of a random size. */
const kinds: Record<string, (base: number[]) => number[]> = {
  "as it is": (base) => base,
  "mostly zero": (base) => base.map((value) => random.next() < 0.8 ? 0 : Math.round(value)),
  "zero but for the end": (base) => base.map((value, t) => t < base.length - 2 ? 0 : value),
  "negative": (base) => base.map((value) => value - 2 * base[0]!),
  "crossing zero": (base) => base.map((value, t) => t % 2 ? value : -value),
  "one outlier": (base) => base.map((value, t) => t === base.length >> 1 ? value * 1e6 : value),
  "a step": (base) => base.map((value, t) => t < base.length - 5 ? value : value * 50),
  "exploding": (base) => base.map((value, t) => value * Math.exp(t / 4)),
  "tiny": (base) => base.map((value) => value * 1e-200),
  "huge": (base) => base.map((value) => value * 1e200),
  "nearly constant": (base) => base.map((value) => 1e9 + Math.sign(value) * 1e-6),
  "constant, then not": (base) => base.map((value, t) => t < base.length / 2 ? base[0]! : value),
  "two values": (base) => base.map((_, t) => t % 3 === 0 ? 1 : 0),
  "a straight line": (base) => base.map((_, t) => 5 - 3 * t),
};

const LENGTHS = [2, 3, 4, 5, 7, 9, 13, 25, 49, 70, 121, 260];
const steps = [{ ms: 1000 }, { ms: 3_600_000 }, { ms: 86_400_000 }, { months: 1 }, { months: 3 }];

function awkward(): { name: string; series: Series; seasons?: number[]; horizon: number }[] {
  return Object.entries(kinds).flatMap(([kind, make]) =>
    [0, 1, 2, 3].map(() => {
      const length = random.pick(LENGTHS), size = Math.exp(10 * random.normal());
      const values = make(Array.from({ length }, () => size * (1 + Math.abs(random.normal()))));
      const seasons = random.pick([undefined, [], [2], [7], [12], [7, 30.44], [500]]);
      const series = seriesOf(values, { id: kind, step: random.pick(steps) });
      const horizon = random.pick([1, 3, 14, 200]);
      return { name: JSON.stringify({ kind, length, seasons, horizon }), series, seasons, horizon };
    })
  );
}

const cases = awkward();

for (const model of models) {
  Deno.test(`${model.id} answers awkward series with finite numbers and ordered bounds`, async () => {
    for (const { name, series, seasons, horizon } of cases) {
      const { mean, intervals, time } = (await model.fit(series, { seasons })).predict(horizon);
      assert.equal(time.length, horizon);
      const bounds = intervals.flatMap(({ lower, upper }) => [lower, upper]);
      for (const values of [mean, ...bounds]) {
        assert.equal(values.length, horizon);
        assert.ok(values.every(Number.isFinite), `${name}: ${values.slice(0, 5)}`);
      }
      for (const { lower, upper } of intervals) {
        mean.forEach((value, q) => assert.ok(lower[q]! <= value && value <= upper[q]!, name));
      }
    }
  });

  Deno.test(`${model.id} takes awkward series with gaps, or names the function that fills them`, async () => {
    for (const { name, series, seasons } of cases.filter((one) => one.series.value.length > 4)) {
      const value = series.value.map((one, t) => t % 4 === 2 ? NaN : one);
      const gappy = { ...series, value };
      const result = await model.fit(gappy, { seasons }).then(
        (fitted) => fitted.predict(3),
        String,
      );
      if (typeof result === "string") {
        assert.match(result, /RangeError: Cannot fit .*with fillGaps/);
      } else assert.ok(result.mean.every(Number.isFinite), name);
      if (model.id === "prophet") continue;
      const { mean } = (await model.fit(fillGaps(gappy, "linear"), { seasons })).predict(3, []);
      assert.ok(mean.every(Number.isFinite), name);
    }
  });
}
