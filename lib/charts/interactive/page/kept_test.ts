import assert from "node:assert/strict";
import type { ChartData, ScaleData } from "../chart_data.ts";
import type { View } from "./chart.ts";
import { apply, keptOf } from "./kept.ts";
import { valueAt } from "./scale.ts";

const AREA: ChartData["area"] = [40, 20, 600, 300];
const ALL: View = { kx: 1, tx: 0, ky: 1, ty: 0 };

function data(
  x: Partial<ScaleData> & { domain: [number, number] },
  more: Partial<ChartData> = {},
): ChartData {
  const [left, , width] = more.area ?? AREA;
  return {
    area: AREA,
    x: { kind: "time", range: [left, left + width], ...x },
    y: { kind: "number", domain: [0, 100], range: [320, 20] },
    marks: [],
    series: ["push", "fork"].map((name) => ({ name, color: "red" })),
    ...more,
  };
}

/** The values at the ends of the horizontal axis. */
function seen({ area: [left, , width], x }: ChartData, { kx, tx }: View) {
  return [left, left + width].map((at) => valueAt(x!, (at - tx) / kx));
}

/** What a reader who saw `view` of a figure sees of the next. */
function next(before: ChartData, view: View, after: ChartData, hidden: number[] = []) {
  const chart = { data: after, view: { ...ALL }, hidden: new Set<number>() };
  apply(keptOf({ data: before, view, hidden: new Set(hidden) }), chart);
  return chart;
}

const zoomed: View = { kx: 4, tx: -600, ky: 1, ty: 0 };
const near = (actual: number[], wanted: number[]) =>
  actual.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]!) < 1e-6, `${actual}`));

Deno.test("apply() shows the same values although the axis has grown and moved", () => {
  const before = data({ domain: [0, 1000] });
  const after = data({ domain: [100, 2000] }, { area: [50, 20, 590, 300] });
  const values = seen(before, zoomed);
  assert.ok(values[0]! > 100 && values[1]! < 1000);
  const { view } = next(before, zoomed, after);
  near(seen(after, view), values);
  assert.equal(view.ky, 1);
  near(seen(before, next(after, view, before).view), values);
});

Deno.test("apply() keeps the width at the edge, where the values seen are gone", () => {
  const after = data({ domain: [5000, 6000] });
  near(seen(after, next(data({ domain: [0, 1000] }), zoomed, after).view), [5000, 5250]);
});

Deno.test("apply() shows all where the scale is of another kind, or shows less than was seen", () => {
  const before = data({ domain: [0, 1000] });
  const all = (after: ChartData, view = zoomed) =>
    assert.deepEqual(next(before, view, after).view, ALL);
  all(data({ domain: [0, 1000], kind: "number" }));
  all(data({ domain: [1, 1000], curve: "log" }));
  all(data({ domain: [300, 310] }));
  const { x: _, ...bars } = before;
  all(bars);
  all(data({ domain: [0, 5000] }), ALL);
});

Deno.test("apply() shows all where a logarithmic axis has come to lack the values", () => {
  const log = (domain: [number, number]) => data({ kind: "number", curve: "log", domain });
  near(seen(log([1, 1e6]), next(log([1, 1e4]), zoomed, log([1, 1e6])).view), [
    10 ** 0.8,
    10 ** 1.8,
  ]);
  assert.deepEqual(next(data({ domain: [-5, 5] }), zoomed, log([1, 1e6])).view, ALL);
});

Deno.test("apply() keeps a vertical zoom, and a map's", () => {
  const before = data({ domain: [0, 1000] });
  const view = { ...ALL, ky: 3, ty: -400 };
  near(Object.values(next(before, view, before).view), Object.values(view));
  const { x: _, y: __, ...map } = { ...before, map: true };
  const both = { kx: 2, tx: -100, ky: 2, ty: -50 };
  near(Object.values(next(map, both, map).view), Object.values(both));
  assert.deepEqual(next(map, both, before).view, ALL);
});

Deno.test("apply() hides the series of the same name, wherever it stands", () => {
  const before = data({ domain: [0, 1000] });
  const series = ["star", "fork", "push"].map((name) => ({ name, color: "red" }));
  assert.deepEqual([...next(before, ALL, { ...before, series }, [1]).hidden], [1]);
  assert.deepEqual([...next(before, ALL, { ...before, series }, [0]).hidden], [2]);
  assert.deepEqual([...next(before, ALL, { ...before, series: [] }, [0]).hidden], []);
});
