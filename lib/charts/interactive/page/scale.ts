import { ticks as numberTicks } from "d3-array";
import { tickFormat } from "../../../numbers.ts";
import { utcTick } from "../../parts/utc_tick.ts";
import type { ScaleData } from "../chart_data.ts";
import { utcTicks } from "./utc_ticks.ts";

/** Values to evenly growing positions, and back. */
function curveOf(
  { curve, by = 1 }: ScaleData,
): [(value: number) => number, (at: number) => number] {
  if (curve === "log") return [(value) => Math.log(Math.abs(value)), (at) => Math.exp(at)];
  if (curve === "pow") {
    return [
      (value) => Math.sign(value) * Math.abs(value) ** by,
      (at) => Math.sign(at) * Math.abs(at) ** (1 / by),
    ];
  }
  if (curve === "symlog") {
    return [
      (value) => Math.sign(value) * Math.log1p(Math.abs(value / by)),
      (at) => Math.sign(at) * Math.expm1(Math.abs(at)) * by,
    ];
  }
  return [(value) => value, (at) => at];
}

/** A position in pixels for a value, before zooming. */
export function positionOf(scale: ScaleData, value: number): number {
  const [to] = curveOf(scale);
  const [from, until] = scale.domain.map(to) as [number, number];
  const [start, end] = scale.range;
  return start + (to(value) - from) / (until - from) * (end - start);
}

/** The value at a position in pixels, before zooming. */
export function valueAt(scale: ScaleData, position: number): number {
  const [to, back] = curveOf(scale);
  const [from, until] = scale.domain.map(to) as [number, number];
  const [start, end] = scale.range;
  const value = back(from + (position - start) / (end - start) * (until - from));
  return scale.curve === "log" && scale.domain[0] < 0 ? -value : value;
}

/** A tick of an axis. */
export interface Tick {
  value: number;
  text: string;
}

/** About `count` ticks between two values, with their labels. */
export function ticksOf(
  scale: ScaleData,
  [low, high]: readonly [number, number],
  count: number,
): Tick[] {
  const [from, to] = low < high ? [low, high] : [high, low];
  if (scale.kind === "time") {
    const times = utcTicks(from, to, count);
    return times.map((time, i) => ({ value: Number(time), text: utcTick(time, i, times) }));
  }
  // Many powers of ten: a tick for each; fewer: as on a linear axis.
  const powers = scale.curve === "log" && from > 0 && Math.log10(to / from) > 2;
  if (powers) {
    const first = Math.ceil(Math.log10(from) - 1e-9);
    const last = Math.floor(Math.log10(to) + 1e-9);
    const every = Math.max(1, Math.ceil((last - first) / count));
    return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => {
      const value = 10 ** (first + i * every);
      return { value, text: tickFormat(Math.min(1, value), scale.plain)(value) };
    });
  }
  const values: number[] = numberTicks(from, to, count);
  const format = tickFormat(values.length > 1 ? values[1]! - values[0]! : to - from, scale.plain);
  return values.map((value) => ({ value, text: format(value) }));
}
