import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { binned } from "../parts/bins.ts";
import { histogram } from "./histogram.ts";
import { histogramGrid } from "./histogram_grid.ts";
import { drawn, numbers, texts } from "../testing.ts";

const random = seeded("histogram");
const rows = Array.from({ length: 400 }, (_, i) => ({ v: random.normal(), by: i % 2 ? "a" : "b" }));

Deno.test("histogram() draws the same picture from values and from their bins", () => {
  const bins = binned(rows.map(({ v }) => v), 30);
  const heights = (figure: ReturnType<typeof histogram>) =>
    numbers(drawn(figure), "[aria-label=rect] rect", "height");
  const own = heights(histogram(rows, { value: "v" }));
  assert.equal(own.length, bins.length);
  assert.deepEqual(own, heights(histogram(bins)));
  const tallest = bins.reduce((best, bin) => bin.count > best.count ? bin : best);
  assert.equal(own.indexOf(Math.max(...own)), bins.indexOf(tallest));
});

Deno.test("histogram() by name uses the same bins, which sum to the rows of each name", () => {
  const figure = histogram(rows, { value: "v", by: "by" });
  const { data } = figure.marks![0] as unknown as {
    data: { group: string; lower: number; count: number }[];
  };
  const of = (name: string) => data.filter(({ group }) => group === name);
  assert.deepEqual(of("a").map(({ lower }) => lower), of("b").map(({ lower }) => lower));
  assert.equal(of("a").reduce((sum, { count }) => sum + count, 0), 200);
});

Deno.test("histogramGrid() scales each column on its own, and says which is empty", () => {
  const data = rows.map(({ v }) => ({ small: v, large: 1e6 * v, none: null }));
  const svg = drawn(histogramGrid(data, { values: ["small", "large", "none"] }));
  const words = texts(svg);
  for (const word of ["small", "large", "none", "No values"]) assert.ok(words.includes(word), word);
  const maxima = words.filter((word) => word.startsWith("max "));
  assert.equal(maxima.length, 2);
  assert.equal(maxima[0], maxima[1], "the same shape in another unit");
});
