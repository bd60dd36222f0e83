/** What a reader made of a figure, kept when an update of a live display replaces it. */
import type { ScaleData } from "../chart_data.ts";
import type { Chart } from "./chart.ts";
import { page } from "./dom.ts";
import { positionOf, valueAt } from "./scale.ts";

/** Zoom and legend of a figure, apart from its pixels: the next one may have other scales. */
export interface Kept {
  /** Of x and y, if they are zoomed: the kind of the scale, and the values at its ends. */
  axes: ([kind: string, from: number, to: number] | undefined)[];
  /** Names of the series that the legend has switched off. */
  hidden: string[];
}

/** The parts of a figure that are kept. */
export type Keepable = Pick<Chart, "data" | "view" | "hidden">;

/** Zoomed at most so far: positions of a browser have some seven digits. */
export const MOST = 2000;

// An output may bring the renderer again, which must know what the one before has kept.
const views = (page as { tributaryKept?: Map<string, Kept> }).tributaryKept ??= new Map();

/** Notes what the reader made of a figure, if it is one of a live display. */
export function keep(chart: Chart): void {
  const name = chart.box.dataset.live;
  if (name) views.set(name, keptOf(chart));
}

/** Makes of a new figure what the reader made of the one before. */
export function restore(chart: Chart): void {
  const kept = views.get(chart.box.dataset.live!);
  if (kept) apply(kept, chart);
}

/** What the reader made of a figure. */
export function keptOf(chart: Keepable): Kept {
  const { data: { series }, view, hidden } = chart;
  return {
    axes: axesOf(chart).map(([scale, from, length, k, t]) => {
      if (view[k] <= 1) return undefined;
      const at = (position: number) => valueAt(scale!, (position - view[t]) / view[k]);
      return [scale!.kind + scale!.curve, at(from), at(from + length)];
    }),
    hidden: [...hidden].map((i) => series[i]!.name),
  };
}

/** Shows the values and hides the series of before, as far as the figure has the same scales. */
export function apply(kept: Kept, chart: Keepable): void {
  const { data: { series }, view, hidden } = chart;
  axesOf(chart).forEach(([scale, from, length, k, t], i) => {
    const [kind, ...ends] = kept.axes[i] ?? [];
    if (!scale || scale.kind + scale.curve !== kind) return;
    const [a, b] = ends.map((value) => positionOf(scale, value)) as [number, number];
    const by = Math.min(MOST, length / Math.abs(b - a));
    // Not true of values that the new scale does not have, such as 0 on a logarithmic axis.
    if (!(by > 1)) return;
    view[k] = by;
    view[t] = clamped(by, from + length / 2 - by * (a + b) / 2, from, length);
  });
  series.forEach(({ name }, i) => kept.hidden.includes(name) && hidden.add(i));
}

/** The shift of a zoomed axis, so that nothing beside the plot area comes into view. */
export function clamped(k: number, t: number, from: number, length: number): number {
  return Math.min(from * (1 - k), Math.max((from + length) * (1 - k), t));
}

type Axis = [ScaleData | undefined, from: number, length: number, "kx" | "ky", "tx" | "ty"];

/** The two directions of a figure; a map's are those of its pixels. */
function axesOf({ data: { x, y, map, area: [left, top, width, height] } }: Keepable): Axis[] {
  const pixels = (from: number, length: number) => {
    const range: [number, number] = [from, from + length];
    return map ? { kind: "number" as const, domain: range, range } : undefined;
  };
  return [
    [x ?? pixels(left, width), left, width, "kx", "tx"],
    [y ?? pixels(top, height), top, height, "ky", "ty"],
  ];
}
