import type { Figure } from "../parts/figure.ts";
import { type ChartData, type MarkData, packed, type ScaleData } from "./chart_data.ts";
import { type Channel, tipFields } from "./tip_fields.ts";
import { isIdentifier } from "../../numbers.ts";

/** An element of the document that draws, with the data that d3 binds to it. */
export interface DrawnElement {
  tagName: string;
  __data__?: unknown;
  children: Iterable<DrawnElement>;
  setAttribute(name: string, value: string): void;
}

/** A scale as Plot exposes it after drawing. */
interface PlotScale {
  type: string;
  domain: unknown[];
  range?: unknown[];
  base?: number;
  exponent?: number;
  constant?: number;
  label?: string;
  apply(value: unknown): unknown;
}

type Values = Record<string, ArrayLike<number>> & { channels: Record<string, Channel> };
type Frame = Record<"width" | "height" | `margin${"Top" | "Right" | "Bottom" | "Left"}`, number>;

/** The parts of a mark of Plot that are used. */
interface PlotMark {
  ariaLabel?: string;
  tip?: unknown;
  render(
    index: number[] & Record<string, unknown> | null,
    scales: Record<string, unknown>,
    values: Values,
    frame: Frame,
    context: unknown,
  ): DrawnElement | null;
  initialize?: unknown;
}

/** What a mark drew once: in one facet, or in the whole figure. */
interface Rendered {
  id: number;
  mark: PlotMark;
  index: number[];
  values: Values;
  frame: Frame;
  facet: Record<string, unknown>;
  children: DrawnElement[];
}

/** Marks with tooltips, unless a figure says with `tip` which have one. */
const SHOWN = /^(line|area|bar|rect|cell|dot|hexagon|geo|vector|image|link|arrow|tick|rule|waffle)/;

/** A figure that remembers what it draws. */
export interface Captured {
  /** To be drawn instead of the original. */
  figure: Figure;
  /** @param drawn The element that Plot returned for `figure`. */
  dataOf(drawn: { scale(name: string): unknown }): ChartData;
}

/** Prepares a figure so that its marks note their data while Plot draws them. */
export function capture(figure: Figure): Captured {
  const rendered: Rendered[] = [];
  const own: PlotMark[] = [];
  const marks = [figure.marks ?? []].flat(Infinity as 1) as unknown as (PlotMark | null)[];
  const watched = marks.map((mark) => {
    if (typeof mark?.render !== "function" || !mark.initialize) return mark;
    const id = own.push(mark) - 1;
    return Object.create(mark, {
      // Plot's own tooltips need a page to draw in; those of the page are made from `dataOf()`.
      tip: { value: null },
      render: {
        value(this: PlotMark, ...args: Parameters<PlotMark["render"]>) {
          const node = mark.render.apply(this, args);
          const [index, scales, values, frame] = args;
          if (!node || !index) return node;
          node.setAttribute("data-mark", String(id));
          const facet = Object.fromEntries(
            ["fx", "fy"].filter((name) => scales[name] && index[name] !== undefined)
              .map((name) => [name, index[name]]),
          );
          rendered.push({
            ...{ id, mark, values, frame, facet },
            index: Array.from(index),
            children: [...node.children],
          });
          return node;
        },
      },
    });
  });
  return {
    figure: { ...figure, marks: watched as Figure["marks"] },
    dataOf: (drawn) =>
      chartData(figure, rendered, own, (name) => drawn.scale(name) as PlotScale | undefined),
  };
}

function chartData(
  figure: Figure,
  rendered: Rendered[],
  marks: PlotMark[],
  scaleOf: (name: string) => PlotScale | undefined,
): ChartData {
  // A tip that follows the pointer is drawn empty: it has a datum for each place.
  const pointing = new Set(
    rendered.filter(({ mark, children, index }) =>
      mark.ariaLabel === "tip" && children.length === 0 && index.length > 0
    ).map(({ mark }) => mark),
  );
  const chosen = pointing.size > 0 || marks.some(({ tip }) => tip);
  const hasTip = (mark: PlotMark) =>
    chosen ? Boolean(mark.tip) || pointing.has(mark) : SHOWN.test(mark.ariaLabel ?? "");
  const { frame } = rendered[0] ?? {};
  const color = scaleOf("color");
  const named = color && /ordinal|categorical/.test(color.type) ? color : undefined;
  const series = (named?.domain ?? []).map((name) => ({
    name: String(name),
    color: String(named!.apply(name)),
  }));
  const labelOf = (name: string) => {
    const { label } = { ...(figure as Record<string, { label?: string | null }>)[name] };
    return label === undefined ? scaleOf(name)?.label : label;
  };
  const data: ChartData = {
    area: frame
      ? [
        frame.marginLeft,
        frame.marginTop,
        frame.width - frame.marginLeft - frame.marginRight,
        frame.height - frame.marginTop - frame.marginBottom,
      ]
      : [0, 0, 0, 0],
    marks: rendered.map((one) =>
      markData(one, { series: named?.domain, tip: hasTip(one.mark), labelOf })
    ),
    series,
  };
  if (figure.projection) return { ...data, map: true };
  const shown = rendered.filter(({ mark }) => hasTip(mark));
  const [lengths, heights] = (["x", "y"] as const).map((axis) =>
    shown.some(({ values }) => isLength(values.channels, axis))
  );
  const free = figure.x?.axis !== null || figure.y?.axis !== null;
  const [x, y] = [scaleData(scaleOf("x"), labelOf("x")), scaleData(scaleOf("y"), labelOf("y"))];
  const scatter = shown.some(({ mark }) => /^(dot|hexagon)/.test(mark.ariaLabel!));
  if (!free) return data;
  return {
    ...data,
    ...(x && !lengths ? { x } : {}),
    ...(y && !heights ? { y } : {}),
    ...(x && y && !lengths && !heights && scatter ? { both: true } : {}),
  };
}

/** Whether a mark draws lengths from 0, which lose their meaning without it. */
function isLength(channels: Record<string, Channel>, axis: "x" | "y"): boolean {
  const [from, to] = [channels[`${axis}1`], channels[`${axis}2`]];
  if (!from?.value || !to?.value) return false;
  return to.hint?.length === true || Array.from(from.value).every((value) => value === 0);
}

function scaleData(scale: PlotScale | undefined, label: unknown): ScaleData | undefined {
  if (!scale?.range || !/^(linear|utc|time|log|pow|sqrt|symlog)$/.test(scale.type)) return;
  const [from, to] = [Number(scale.domain[0]), Number(scale.domain.at(-1))];
  if (scale.domain.length !== 2 || !Number.isFinite(from + to) || from === to) return;
  const { type } = scale;
  const curve = type === "sqrt" ? "pow" : type;
  return {
    kind: scale.domain[0] instanceof Date ? "time" : "number",
    ...(curve === "log" || curve === "pow" || curve === "symlog" ? { curve } : {}),
    ...(curve === "pow" ? { by: scale.exponent ?? 0.5 } : {}),
    ...(curve === "symlog" ? { by: scale.constant ?? 1 } : {}),
    domain: [from, to],
    range: [Number(scale.range[0]), Number(scale.range.at(-1))],
    ...(typeof label === "string" && isIdentifier(label) ? { plain: true } : {}),
  };
}

function markData(
  { id, mark, index, values, facet, children }: Rendered,
  { series, tip, labelOf }: {
    series: readonly unknown[] | undefined;
    tip: boolean;
    labelOf: (name: string) => string | null | undefined;
  },
): MarkData {
  const { channels } = values;
  const position = (name: string) => values[name] ?? values[`${name}2`] ?? values[`${name}1`];
  const [xs, ys] = [position("x"), position("y")];
  const defined = (i: number) =>
    Number.isFinite(Number(xs?.[i] ?? 0)) && Number.isFinite(Number(ys?.[i] ?? 0));
  const groups = children.filter(({ __data__ }) => Array.isArray(__data__))
    .map(({ __data__ }) => (__data__ as number[]).filter(defined));
  const single = children.map(({ __data__ }) => __data__).filter((i) => typeof i === "number");
  const order = groups.length > 0
    ? groups.flat()
    : single.length === children.length && single.length > 0
    ? single as number[]
    : children.length === 0
    ? index.filter(defined)
    : [];
  const places = groups.length > 0 || children.length === 0;
  const named = series && ["stroke", "fill", "color"].map((name) => channels[name])
    .find((channel) => channel?.scale === "color" && channel.value);
  const numbers = named && new Map(series!.map((name, i) => [keyOf(name), i]));
  const { format = {} } = (typeof mark.tip === "object" && mark.tip || {}) as {
    format?: Record<string, unknown>;
  };
  return {
    id,
    near: nearOf(mark, { xs, ys, channels, groups }),
    ...(places && xs && ys
      ? {
        paths: {
          counts: children.length === 0 ? [order.length] : groups.map((group) => group.length),
          x: packed(order.map((i) => Number(xs[i])), 1),
          y: packed(order.map((i) => Number(ys[i])), 1),
        },
      }
      : {}),
    ...(named
      ? { series: packed(order.map((i) => numbers!.get(keyOf(named.value![i])) ?? NaN)) }
      : {}),
    fields: tip && (!places || xs && ys)
      ? tipFields({ channels, index: order, facet, format, labelOf }, Boolean(named))
      : [],
  };
}

function keyOf(value: unknown): unknown {
  return value instanceof Date ? Number(value) : value;
}

function nearOf(
  { ariaLabel = "" }: PlotMark,
  { xs, ys, channels, groups }: {
    xs: ArrayLike<number> | undefined;
    ys: ArrayLike<number> | undefined;
    channels: Record<string, Channel>;
    groups: number[][];
  },
): MarkData["near"] {
  if (/^(line|area)/.test(ariaLabel)) {
    // A path that goes back is a curve in the plane, not a series.
    const forward = groups.every((group) =>
      group.every((i, at) => at === 0 || xs![i]! >= xs![group[at - 1]!]!)
    );
    if (forward) return "x";
    const down = groups.every((group) =>
      group.every((i, at) => at === 0 || ys![i]! >= ys![group[at - 1]!]!)
    );
    return down ? "y" : "xy";
  }
  if (/^(bar|rect|rule)/.test(ariaLabel)) {
    if (isLength(channels, "y") || ariaLabel === "rule" && channels.y1) return "x";
    if (isLength(channels, "x") || ariaLabel === "rule" && channels.x1) return "y";
  }
  return "xy";
}
