/** What a page needs to know of a drawn figure, beside its SVG: values for tooltips, scales to zoom. */

/** A list of numbers in little room, see `packed()`. */
export type Packed =
  | { start: number; step: number; unit: number; deltas: (number | null)[] }
  | (number | null)[];

/** A line of a tooltip, for each datum of a mark. */
export interface TipField {
  /** What the value is: the label of its axis, else its column. @default none, the value alone */
  label?: string;
  /** `number` and `time` (milliseconds since 1970) are formatted in the page. */
  type: "number" | "time" | "text";
  /** For text: the distinct texts, which `values` are the indices of. */
  texts?: string[];
  values: Packed;
  /** The end of a range that begins at `values`. @default none */
  ends?: Packed;
  /** Numbers without separators, as ids and years. */
  plain?: boolean;
}

/** What a mark drew in one facet. */
export interface MarkData {
  /** `data-mark` of its group in the SVG. */
  id: number;
  /** Whether the nearest datum is that in x, in y, or in both. */
  near: "x" | "y" | "xy";
  /** Lines and areas: how many data each path has, and where they lie in the facet, pixels. */
  paths?: { counts: number[]; x: Packed; y: Packed };
  /** Index into `series` for each datum. @default none */
  series?: Packed;
  /** Lines of the tooltip; none, if the mark has no tooltip. */
  fields: TipField[];
}

/** A continuous scale, which can be zoomed. */
export interface ScaleData {
  kind: "number" | "time";
  /** How positions grow with values. @default linear */
  curve?: "log" | "pow" | "symlog";
  /** Exponent of `pow`, constant of `symlog`. */
  by?: number;
  /** Milliseconds since 1970 for times. */
  domain: [number, number];
  /** Pixels in a facet. */
  range: [number, number];
  /** Numbers without separators, as ids and years. */
  plain?: boolean;
}

/** A figure, as the page gets it. */
export interface ChartData {
  /** The plot area of a facet, pixels: left, top, width, height. */
  area: [number, number, number, number];
  /** Axes that can be zoomed. */
  x?: ScaleData;
  y?: ScaleData;
  /** The wheel zooms both axes at once, as suits dots in the plane. */
  both?: boolean;
  /** A map: both directions are zoomed alike, without axes. */
  map?: boolean;
  marks: MarkData[];
  /** The names in the legend, with their colours. */
  series: { name: string; color: string }[];
}

/**
 * Numbers as steps from one to the next, if they are integers: regular times become a row of ones.
 * Others stay as they are.
 *
 * @param places Decimals to keep. @default all
 */
export function packed(values: readonly number[], places?: number): Packed {
  const unit = places === undefined ? 1 : 10 ** places;
  const scaled = values.map((value) =>
    !Number.isFinite(value) ? null : places === undefined ? value : Math.round(value * unit)
  );
  if (!scaled.every((value) => value === null || Number.isSafeInteger(value))) return scaled;
  const start = scaled.find((value) => value !== null) ?? 0;
  let step = 0;
  let before = start;
  const deltas = scaled.map((value) => {
    if (value === null) return null;
    const delta = value - before;
    before = value;
    step = divisor(Math.abs(delta), step);
    return delta;
  });
  step ||= 1;
  return { start, step, unit, deltas: deltas.map((delta) => delta === null ? null : delta / step) };
}

function divisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** The numbers that were packed; NaN for those that were not finite. */
export function unpacked(list: Packed): number[] {
  if (Array.isArray(list)) return list.map((value) => value ?? NaN);
  let sum = 0;
  return list.deltas.map((delta) =>
    delta === null ? NaN : (list.start + list.step * (sum += delta)) / list.unit
  );
}
