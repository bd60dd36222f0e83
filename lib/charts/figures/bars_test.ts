import assert from "node:assert/strict";
import { bars } from "./bars.ts";
import { drawn, numbers, texts } from "../testing.ts";

Deno.test("bars() draws lengths in proportion, summed by name, the largest first", () => {
  const rows = [["a", 1], ["b", 5n], ["a", 2], ["c", "4"], ["d", null]]
    .map(([name, n]) => ({ name, n }));
  const svg = drawn(bars(rows, { x: "name", y: "n" }));
  const widths = numbers(svg, "[aria-label=bar] rect", "width");
  const share = widths.map((width) => Math.round(100 * width / widths[0]!));
  assert.deepEqual(share, [100, 80, 60]);
  assert.deepEqual(texts(svg, "[aria-label=text] text"), ["5", "4", "3"]);
});

Deno.test("bars() says how many of the names are shown", () => {
  const rows = Array.from({ length: 300 }, (_, i) => ({ repo: `r${i}`, n: i }));
  const figure = bars(rows, { x: "repo", y: "n", top: 5 });
  assert.equal(figure.caption, "5 of 300 repo values are shown");
  assert.deepEqual(texts(drawn(figure), "[aria-label=text] text"), [
    "299",
    "298",
    "297",
    "296",
    "295",
  ]);
});

Deno.test("bars() draws negative numbers from the same baseline", () => {
  const svg = drawn(bars([{ x: "up", y: 10 }, { x: "down", y: -5 }], { x: "x", y: "y" }));
  const [up, down] = numbers(svg, "[aria-label=bar] rect", "x");
  const widths = numbers(svg, "[aria-label=bar] rect", "width");
  assert.ok(Math.abs(down! + widths[1]! - up!) < 1e-6);
  assert.ok(Math.abs(widths[0]! - 2 * widths[1]!) < 1e-6);
});

Deno.test("bars() over time draws bars as wide as the smallest step", () => {
  const rows = [0, 1, 3].map((hour) => ({ t: new Date(Date.UTC(2026, 0, 1, hour)), n: hour + 1 }));
  const widths = numbers(drawn(bars(rows, { x: "t", y: "n" })), "[aria-label=rect] rect", "width");
  assert.equal(widths.length, 3);
  for (const width of widths) assert.ok(Math.abs(width - widths[0]!) < 1e-6);
});
