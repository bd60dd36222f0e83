import assert from "node:assert/strict";
import { numberedRandom, numbersOf } from "./numbered.ts";

Deno.test("numberedRandom() draws the same for a number, in any order, and others for others", () => {
  const random = numberedRandom(1);
  const drawn = (number: number) => {
    random.turnTo(number);
    return [random.next(), random.next(), random.next()];
  };
  const numbers = [0, 1, 2, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 52];
  const forwards = numbers.map(drawn);
  assert.deepEqual(numbers.toReversed().map(drawn).toReversed(), forwards);
  assert.equal(new Set(forwards.flat()).size, 3 * numbers.length);
  const other = numberedRandom(2);
  other.turnTo(0);
  assert.notEqual(other.next(), forwards[0]![0]);
});

Deno.test("numberedRandom() is uniform in its first and later draws, and these are independent", () => {
  const random = numberedRandom("a text");
  const counts = new Float64Array(256);
  for (let number = 0; number < 64_000; number++) {
    random.turnTo(number);
    counts[Math.floor(16 * random.next()) * 16 + Math.floor(16 * random.next())]!++;
  }
  const chi = counts.reduce((sum, count) => sum + (count - 250) ** 2 / 250, 0);
  assert.ok(chi > 180 && chi < 330.5, `${chi}`); // 255 degrees of freedom, p = 0.999 and 0.001
});

Deno.test("numbersOf() gives each sender its runs below the limit", () => {
  const share = (index: number) => numbersOf({ index, of: 3, run: 2 }, 9).toArray();
  assert.deepEqual([0, 1, 2].map(share), [[0, 1, 6, 7], [2, 3, 8], [4, 5]]);
});
