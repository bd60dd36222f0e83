import assert from "node:assert/strict";
import * as Direct from "@observablehq/plot";
import { bundleOf } from "./display/bundle_of.ts";
import { chart, Plot } from "./mod.ts";

const rows = [{ name: "a", n: 3, when: new Date(0) }, { name: "b", n: 1234.5, when: new Date(1) }];

Deno.test("Plot.plot() and mark.plot() need no document and show themselves with tooltips", async () => {
  const bars = Plot.barX(rows, { x: "n", y: "name", fill: "name", tip: true });
  for (
    const element of [
      Plot.plot({ title: "Bars", color: { legend: true }, marks: [bars] }),
      Plot.barX(rows, { x: "n", y: "name", tip: true }).plot({ title: "Bars", marginLeft: 40 }),
      Direct.barX(rows, { x: "n", y: "name" }).plot({ caption: "Bars" }),
    ]
  ) {
    const bundle = await bundleOf(element);
    assert.match(bundle["text/html"]!, /<figure[\s\S]*<svg[\s\S]*<rect[\s\S]*tributary-chart/);
    assert.match(bundle["text/plain"]!, /█ 1,234\.5/);
  }
});

Deno.test("Plot.plot() returns an element with scale() and legend(), as its docs say", () => {
  const element = Plot.plot({ marks: [Plot.dot(rows, { x: "when", y: "n", fill: "name" })] });
  assert.equal(element.tagName.toLowerCase(), "svg");
  assert.deepEqual(element.scale("y")?.domain, [3, 1234.5]);
  assert.equal(typeof element.legend, "function");
});

Deno.test("marks whose tips follow the pointer can be drawn without a page", async () => {
  const element = Plot.plot({
    marks: [
      Plot.lineY(rows, { x: "when", y: "n" }),
      Plot.ruleX(rows, Plot.pointerX({ x: "when", py: "n" })),
      Plot.tip(rows, Plot.pointerX({ x: "when", y: "n", title: (row) => `${row.name}!` })),
      Plot.crosshair(rows, { x: "when", y: "n" }),
    ],
  });
  assert.ok((await bundleOf(element))["text/html"]!.includes('"texts":["a!","b!"]'));
});

Deno.test("Plot.legend() draws colours, as swatches or a ramp", async () => {
  const swatches = await bundleOf(
    Plot.legend({ color: { type: "ordinal", domain: ["x", "y"] } }),
  );
  assert.match(swatches["text/html"]!, /<rect[\s\S]*x<\/text>[\s\S]*<rect[\s\S]*y<\/text>/);
  const ramp = await bundleOf(
    Plot.legend({ color: { type: "linear", domain: [0, 1000], scheme: "viridis" }, label: "n" }),
  );
  assert.match(ramp["text/html"]!, />n<\/text>[\s\S]*>1K<\/text>/);
});

Deno.test("a chart can be changed with Plot's options before it is drawn", async () => {
  const figure = chart.line(rows, { x: "when", y: "n" });
  const element = Plot.plot({
    ...figure,
    title: "Changed",
    marks: [...figure.marks!, Plot.ruleY([5])],
  });
  assert.match((await bundleOf(element))["text/html"]!, /Changed/);
});
