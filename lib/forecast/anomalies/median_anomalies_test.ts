import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { seriesOf } from "../series/series.ts";
import { medianAnomalies } from "./median_anomalies.ts";
import { median, robustScale } from "./robust.ts";

const found = (values: number[], threshold?: number) =>
  medianAnomalies(seriesOf(values), { threshold }).flatMap(({ anomaly }, i) => anomaly ? [i] : []);

Deno.test("median() and robustScale() are those of worked examples", () => {
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, NaN, 1, 3, 2]), 2.5);
  assert.ok(isNaN(median([])) && isNaN(robustScale([NaN])));
  // Wikipedia, "Median absolute deviation": (1, 1, 2, 2, 4, 6, 9) has a MAD of 1.
  assert.equal(robustScale([1, 1, 2, 2, 4, 6, 9]), 1.4826);
  // More than half equal: the mean absolute deviation, 10 / 5.
  assert.ok(Math.abs(robustScale([3, 3, 3, 3, 13]) - 1.2533 * 2) < 1e-12);
});

Deno.test("robustScale() of normal values is their standard deviation", () => {
  const random = seeded(1);
  const values = Array.from({ length: 20_000 }, () => 7 * random.normal());
  values.fill(1000, 0, 200); // strays of 1 % hardly change it
  assert.ok(Math.abs(robustScale(values) / 7 - 1) < 0.03);
});

Deno.test("medianAnomalies() has the scores of Iglewicz and Hoaglin's modified z", () => {
  // NIST/SEMATECH e-Handbook, 1.3.5.17: 0.6745 · (x − median) / MAD, beyond 3.5.
  const values = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3];
  const judged = medianAnomalies(seriesOf(values));
  // Their median is 2.45; the deviations' middle two are 0.15 and 0.15.
  assert.ok(Math.abs(judged[0]!.expected - 2.45) < 1e-12);
  assert.deepEqual(judged.map(({ anomaly }) => anomaly).flatMap((is, i) => is ? [i] : []), [8, 9]);
  assert.ok(Math.abs(judged[8]!.score! - 0.6745 * 5.75 / 0.15) < 0.01);
  assert.ok(judged[8]!.value! > judged[8]!.upper);
});

Deno.test("medianAnomalies() finds nothing in a constant series, and the one value that differs", () => {
  assert.deepEqual(found(Array(50).fill(7)), []);
  assert.deepEqual(found([...Array(49).fill(7), 7.1]), [49]);
  assert.deepEqual(medianAnomalies(seriesOf(Array(9).fill(7)))[0]!.score, 0);
});

Deno.test("medianAnomalies() does not judge gaps, and refuses what tells nothing", () => {
  const values = [1, 2, 3, NaN, 2, 1, 2, 3, 2, 90];
  const judged = medianAnomalies(seriesOf(values));
  assert.deepEqual([judged[3]!.value, judged[3]!.score, judged[3]!.anomaly], [null, null, false]);
  assert.ok(judged[9]!.anomaly);
  assert.throws(
    () => found([]),
    /Cannot look for anomalies in series: 0 values are too few .* 8 are/,
  );
  assert.throws(() => found([...Array(7).fill(1), NaN, NaN]), /7 values are too few/);
  assert.throws(() => found([...Array(9).fill(1), Infinity]), /value 10 is Infinity/);
  assert.throws(() => found(Array(9).fill(1), 0), /a threshold of 0 is not above 0/);
});

Deno.test("medianAnomalies() flags few of normal values: 3.5 standard deviations are rare", () => {
  const random = seeded(2);
  const flagged = found(Array.from({ length: 20_000 }, () => random.normal())).length;
  assert.ok(flagged < 25, `${flagged}`); // expected 9.3
});
