import * as Plot from "@observablehq/plot";
import type { AxisPosition } from "./chart_rows.ts";
import type { Figure } from "./figure.ts";
import { type Look, PALETTE, WIDTH } from "./theme.ts";
import { type Clock, utcAxis } from "./utc_axis.ts";
import { axisLabel, shortened, textWidth } from "./labels.ts";
import { numberAxis } from "./number_axis.ts";
import { compact, labelFormat, rounded } from "../../numbers.ts";

/** What the axes of bars show. */
export interface BarAxes extends Pick<Look, "width">, Clock {
  /** Column of names, times or numbers: a bar for each. */
  x: string;
  /** Column of numbers; rows of one name are summed. */
  y: string;
  /** Unit of `y`, as the axis shows it. */
  unit?: string;
  /** Bars along a time axis from here on are of a bucket that is not over: they are pale. @default none */
  unfinishedFrom?: Date | number;
}

/** One bar. */
export interface Bar {
  position: AxisPosition;
  name: string;
  value: number;
}

/** What a screen reader says for a bar. */
function spoken({ name, value }: Bar): string {
  return `${name}: ${rounded(value)}`;
}

/** Maximum width of the names on the left, in pixels. */
const NAMES_WIDTH = 260;

/** Bars along a time or number axis, each as wide as the smallest step. */
export function columnsAlong(
  bars: Bar[],
  { x, y, unit, time, clock, unfinishedFrom }: BarAxes & { time: boolean },
): Figure {
  const at = bars.map(({ position }) => Number(position)).sort((a, b) => a - b);
  let step = Infinity;
  for (let i = 1; i < at.length; i++) step = Math.min(step, at[i]! - at[i - 1]!);
  if (step === Infinity) step = time ? 60_000 : 1;
  // The bar of a time begins at it, the bar of a number is centred on it.
  const shift = time ? 0 : -step / 2;
  const edge = (share: number) => (bar: Bar) => {
    const value = Number(bar.position) + shift + share * step;
    return time ? new Date(value) : value;
  };
  const { margin, scale } = numberAxis([0, ...bars.map(({ value }) => value)]);
  return {
    marginLeft: margin,
    x: time ? utcAxis(x, { clock }) : { label: x },
    y: { grid: true, nice: true, label: axisLabel(y, unit), ...scale },
    marks: [
      Plot.rectY(bars, {
        x1: edge(0),
        x2: edge(1),
        y1: 0,
        y2: "value",
        fill: PALETTE[0],
        inset: bars.length > 200 ? 0 : 0.5,
        ...unfinishedFrom === undefined ? {} : {
          fillOpacity: (bar: Bar) => Number(bar.position) < +unfinishedFrom ? 1 : 0.4,
        },
        channels: { position: { value: "position", label: x } },
        tip: { format: { position: true, x: false } },
      }),
      Plot.ruleY([0]),
    ],
  };
}

/** How many ticks an axis has: counts of a few have none at halves. @param usual @default Plot's choice */
function ticksFor(bars: readonly Bar[], usual?: number): number | undefined {
  const values = [0, ...bars.map(({ value }) => value)];
  const range = Math.max(...values) - Math.min(...values);
  return values.every(Number.isInteger) && range >= 1 && range < 6 ? range : usual;
}

/** Bars that extend to the right, each with its name and its number. */
export function horizontalBars(bars: Bar[], { x, y, unit, width = WIDTH }: BarAxes): Figure {
  const room = Math.min(NAMES_WIDTH, width / 3);
  const label = (name: string) => shortened(name, room);
  const margin = Math.max(24, ...bars.map(({ name }) => textWidth(label(name)))) + 20;
  const written = labelFormat(bars.map(({ value }) => value));
  const labels = Math.max(...bars.map(({ value }) => textWidth(written(value)))) + 12;
  const negative = bars.some(({ value }) => value < 0);
  return {
    height: 60 + 22 * bars.length,
    marginLeft: Math.ceil(margin),
    marginRight: Math.ceil(labels),
    x: {
      grid: true,
      label: axisLabel(y, unit),
      tickFormat: compact,
      insetLeft: negative ? labels : 0,
      ticks: ticksFor(bars, 6),
    },
    y: { label: null, domain: bars.map(({ name }) => name), tickFormat: label, tickSize: 0 },
    marks: [
      Plot.barX(bars, {
        x: "value",
        y: "name",
        fill: PALETTE[0],
        ariaLabel: spoken,
        channels: { name: { value: "name", label: x } },
        tip: { format: { name: true, y: false } },
      }),
      ...[1, -1].map((side) =>
        Plot.text(bars.filter(({ value }) => side * (value || 1) > 0), {
          x: "value",
          y: "name",
          text: (bar: Bar) => written(bar.value),
          textAnchor: side > 0 ? "start" : "end",
          dx: 4 * side,
        })
      ),
      Plot.ruleX([0]),
    ],
  };
}

/** Bars that extend upwards, the names below, rotated if they need the room. */
export function verticalBars(bars: Bar[], { x, y, unit, width = WIDTH }: BarAxes): Figure {
  const wide = Math.max(...bars.map(({ name }) => textWidth(name)));
  const turned = wide > (width - 60) / bars.length - 4;
  const label = (name: string) => shortened(name, turned ? 140 : wide);
  const { margin, scale } = numberAxis([0, ...bars.map(({ value }) => value)]);
  return {
    height: 300 + (turned ? Math.min(wide, 140) : 0),
    marginLeft: margin,
    marginBottom: turned ? Math.min(wide, 140) + 20 : 40,
    x: {
      label: turned ? null : x,
      domain: bars.map(({ name }) => name),
      tickFormat: label,
      tickRotate: turned ? -90 : 0,
      tickSize: 0,
    },
    y: { grid: true, nice: true, label: axisLabel(y, unit), ticks: ticksFor(bars), ...scale },
    marks: [
      Plot.barY(bars, {
        x: "name",
        y: "value",
        fill: PALETTE[0],
        channels: { name: { value: "name", label: x } },
        tip: { format: { name: true, x: false } },
      }),
      Plot.text(bars.length > 24 ? [] : bars, {
        x: "name",
        y: "value",
        text: (bar: Bar) => compact(bar.value),
        dy: (bars.some(({ value }) => value < 0)) ? 0 : -7,
      }),
      Plot.ruleY([0]),
    ],
  };
}
