import assert from "node:assert/strict";
import { heatmap } from "./heatmap.ts";
import { drawn, texts } from "../testing.ts";

Deno.test("heatmap() draws a cell for each pair with a value and sums the rows of a pair", () => {
  const rows = [["a", 1, 2], ["a", 1, 3], ["a", 2, null], ["b", 2, 5], ["b", 1, 1]]
    .map(([y, x, n]) => ({ x, y, n }));
  const cells = [
    ...drawn(heatmap(rows, { x: "x", y: "y", value: "n" }))
      .querySelectorAll("[aria-label=cell] rect"),
  ];
  assert.equal(cells.length, 3);
  const fills = cells.map((cell) => cell.getAttribute("fill"));
  assert.equal(fills[0], fills[1], "2 + 3 has the colour of 5");
  assert.notEqual(fills[0], fills[2]);
});

Deno.test("heatmap() orders hours by size and weekdays from Monday", () => {
  const days = ["Sun", "Fri", "Mon", "Wed"];
  const rows = days.flatMap((day) => [10, 9, 0].map((hour) => ({ day, hour, n: hour + 1 })));
  const figure = heatmap(rows, { x: "hour", y: "day", value: "n" });
  assert.deepEqual(figure.y?.domain, ["Mon", "Wed", "Fri", "Sun"]);
  assert.deepEqual(figure.x?.domain, ["0", "9", "10"]);
});

Deno.test("heatmap() over time says UTC and has a legend", () => {
  const rows = [0, 1].map((minute) => ({ t: new Date(minute * 60_000), y: "a", n: minute * 100 }));
  const words = texts(drawn(heatmap(rows, { x: "t", y: "y", value: "n", unit: "events" })));
  for (const word of ["n (events)", "0", "50", "100"]) assert.ok(words.includes(word), word);
  assert.ok(words.some((word) => word.includes("t (UTC)")));
});
