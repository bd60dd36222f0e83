import assert from "node:assert/strict";
import * as Plot from "@observablehq/plot";
import { figureBundle } from "./figure.ts";
import { figureText } from "./figure_text.ts";
import { sparkline } from "./spark.ts";

Deno.test("sparkline() goes from the lowest block to the highest, blank for missing values", () => {
  assert.equal(sparkline([0, 4, 8, null, 1]), "▁▄█ ▁");
  assert.equal(sparkline([]), "");
});

Deno.test("figureText() draws a line for numbers over time", () => {
  const rows = [1, 2, 3, 4].map((n) => ({ t: new Date(n * 86_400_000), n: n * 2 }));
  const text = figureText({
    title: "Up",
    marks: [Plot.ruleY([0]), Plot.lineY(rows, { x: "t", y: "n" })],
  });
  assert.deepEqual(text.split("\n"), [
    "Up",
    "▂▄▆█",
    "1970-01-02 00:00:00 to 1970-01-05 00:00:00, 2 to 8, 4 points",
  ]);
});

Deno.test("figureText() draws bars by name, horizontal or vertical", () => {
  const rows = [{ name: "a", n: 3 }, { name: "bb", n: 6 }];
  const lines = ["a   ███████████████ 3", "bb  ██████████████████████████████ 6"];
  for (
    const mark of [Plot.barX(rows, { x: "n", y: "name" }), Plot.barY(rows, { x: "name", y: "n" })]
  ) {
    assert.deepEqual(figureText({ marks: [mark] }).split("\n"), lines);
  }
});

Deno.test("figureBundle() returns HTML and text, and nothing else", () => {
  const bundle = figureBundle({ title: "<T>", marks: [Plot.dot([[1, 2]])] });
  assert.deepEqual(Object.keys(bundle), ["text/html", "text/plain"]);
  assert.match(bundle["text/html"]!, /^<div [^>]*><figure[\s\S]*<svg[\s\S]*<circle/);
  assert.ok(!bundle["text/html"]!.includes("<T>"));
});
