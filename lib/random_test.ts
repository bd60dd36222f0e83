import assert from "node:assert/strict";
import { hash32, seeded } from "./random.ts";

/** A second xoshiro128** 1.1, with bigints, from the authors' C code. */
function* xoshiro128(state: number[]): Generator<number> {
  const [MASK, s] = [0xffffffffn, state.map(BigInt)] as [bigint, [bigint, bigint, bigint, bigint]];
  const rotl = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & MASK;
  for (;;) {
    yield Number((rotl((s[1] * 5n) & MASK, 7n) * 9n) & MASK);
    const t = (s[1] << 9n) & MASK;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11n);
  }
}

/** SplitMix32 with bigints. */
function splitMix32(seed: number, count: number): number[] {
  const MASK = 0xffffffffn;
  return Array.from({ length: count }, (_, i) => {
    let z = (BigInt(seed) + BigInt(i + 1) * 0x9e3779b9n) & MASK;
    z = ((z ^ (z >> 16n)) * 0x21f0aaadn) & MASK;
    z = ((z ^ (z >> 15n)) * 0x735a2d97n) & MASK;
    return Number(z ^ (z >> 15n));
  });
}

const many = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);
const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Pearson's chi-squared statistic. */
function chiSquare(counts: number[], expected: number[]): number {
  return counts.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0);
}

/** How often each whole number below `of` is drawn. */
function countsOf(draws: number, { of, draw }: { of: number; draw: () => number }): number[] {
  const counts = Array<number>(of).fill(0);
  for (let i = 0; i < draws; i++) counts[draw()]!++;
  return counts;
}

Deno.test("seeded() is xoshiro128** 1.1 on a state from SplitMix32, 53 bits a number", () => {
  // Published vector of the C code for the state 1, 2, 3, 4.
  assert.deepEqual(
    [...xoshiro128([1, 2, 3, 4]).take(8)],
    [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849],
  );
  for (const seed of [0, 1, 42, 2 ** 31, 2 ** 32 - 1]) {
    const random = seeded(seed);
    const words = xoshiro128(splitMix32(seed, 4));
    for (let i = 0; i < 200; i++) {
      const [high, low] = [words.next().value as number, words.next().value as number];
      assert.equal(random.next(), (high * 2 ** 21 + Math.floor(low / 2 ** 11)) / 2 ** 53);
    }
  }
});

Deno.test("seeded() yields the same numbers for the same seed, and others for another", () => {
  const draw = (seed: number | string) => many(20, seeded(seed).next);
  assert.deepEqual(draw(7), draw(7));
  assert.deepEqual(draw("taxi"), draw("taxi"));
  const firsts = new Set(many(10_000, () => 0).map((_, i) => seeded(i).next()));
  assert.equal(firsts.size, 10_000);
  assert.notDeepEqual(draw("taxi"), draw("taxj"));
});

Deno.test("seeded() sequences of neighbouring seeds are not correlated", () => {
  const pairs = many(2000, () => 0).map((_, i) =>
    [seeded(i).next(), seeded(i + 1).next()] as const
  );
  const correlation = mean(pairs.map(([a, b]) => (a - 0.5) * (b - 0.5))) * 12;
  assert.ok(Math.abs(correlation) < 4 / Math.sqrt(2000), `${correlation}`);
});

Deno.test("next() is uniform in [0, 1)", () => {
  const random = seeded("uniform");
  const values = many(200_000, random.next);
  assert.ok(values.every((x) => x >= 0 && x < 1));
  const counts = Array<number>(100).fill(0);
  for (const x of values) counts[Math.floor(x * 100)]!++;
  const statistic = chiSquare(counts, Array(100).fill(2000));
  // 99 degrees of freedom: 0.1 % of fair samples are above 148.2, 0.1 % below 60.3.
  assert.ok(statistic > 60.3 && statistic < 148.2, `${statistic}`);
});

Deno.test("int() draws all whole numbers between its bounds, inclusive, equally often", () => {
  const random = seeded("int");
  const counts = countsOf(70_000, { of: 7, draw: () => random.int(-3, 3) + 3 });
  // 6 degrees of freedom: 0.1 % are above 22.46.
  assert.ok(chiSquare(counts, Array(7).fill(10_000)) < 22.46, `${counts}`);
  assert.ok(many(100, () => random.int(5, 5)).every((n) => n === 5));
  const wide = many(1000, () => random.int(-(2 ** 40), 2 ** 40));
  assert.ok(wide.every((n) => Number.isSafeInteger(n) && Math.abs(n) <= 2 ** 40));
  assert.ok(new Set(wide).size === 1000);
});

Deno.test("pick() draws all items equally often", () => {
  const random = seeded("pick");
  const counts = countsOf(50_000, { of: 5, draw: () => random.pick([0, 1, 2, 3, 4]) });
  assert.ok(chiSquare(counts, Array(5).fill(10_000)) < 18.47, `${counts}`); // 4 degrees, 0.1 %
});

Deno.test("weighted() draws in proportion, and never an index of weight 0", () => {
  const random = seeded("weighted");
  const weights = [0, 5, 0.5, 0, 2.5, 2, 0];
  const counts = countsOf(100_000, { of: 7, draw: () => random.weighted(weights) });
  assert.deepEqual([counts[0], counts[3], counts[6]], [0, 0, 0]);
  const heavy = [1, 2, 4, 5];
  const expected = heavy.map((i) => weights[i]! * 10_000);
  assert.ok(chiSquare(heavy.map((i) => counts[i]!), expected) < 16.27, `${counts}`); // 3 degrees, 0.1 %
});

Deno.test("normal() has mean 0, standard deviation 1, no skew, and normal tails", () => {
  const random = seeded("normal");
  const n = 200_000;
  const values = many(n, random.normal);
  const moment = (k: number) => mean(values.map((x) => x ** k));
  // Four standard errors: the variance of x^k is (2k−1)!! − (mean of x^k)².
  assert.ok(Math.abs(moment(1)) < 4 * Math.sqrt(1 / n));
  assert.ok(Math.abs(moment(2) - 1) < 4 * Math.sqrt(2 / n));
  assert.ok(Math.abs(moment(3)) < 4 * Math.sqrt(15 / n));
  assert.ok(Math.abs(moment(4) - 3) < 4 * Math.sqrt(96 / n));
  const beyond = values.filter((x) => Math.abs(x) > 1.959964).length / n;
  assert.ok(Math.abs(beyond - 0.05) < 4 * Math.sqrt(0.05 * 0.95 / n), `${beyond}`);
  assert.ok(values.every(Number.isFinite));
});

Deno.test("exponential() has the given mean, and a share of 1/e is above it", () => {
  const random = seeded("exponential");
  const n = 100_000;
  const values = many(n, () => random.exponential(40));
  assert.ok(values.every((x) => x >= 0 && Number.isFinite(x)));
  assert.ok(Math.abs(mean(values) - 40) < 4 * 40 / Math.sqrt(n));
  const above = values.filter((x) => x > 40).length / n;
  assert.ok(Math.abs(above - Math.exp(-1)) < 4 * Math.sqrt(0.23 / n), `${above}`);
});

Deno.test("hash32() is FNV-1a", () => {
  // Vectors of the IETF draft "The FNV Non-Cryptographic Hash Algorithm", 32 bits.
  assert.equal(hash32(""), 0x811c9dc5);
  assert.equal(hash32("a"), 0xe40c292c);
  assert.equal(hash32("foobar"), 0xbf9cf968);
});
