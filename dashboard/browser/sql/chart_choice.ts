/** Which chart fits a result, and how a figure is made of what was chosen. */
import type { FigureView } from "../../view.ts";

/** Kinds of charts that are offered, with their labels. */
export const CHART_KINDS = {
  line: "Line",
  area: "Area",
  bars: "Bars",
  histogram: "Histogram",
  heatmap: "Heat map",
} as const;
export type ChartKind = keyof typeof CHART_KINDS;

/** What is drawn; "" for a column that is not chosen. */
export interface ChartChoice {
  kind: ChartKind;
  x: string;
  y: string;
  series: string;
}

/** A column with what decides its use. */
export interface ChartColumn {
  name: string;
  kind: "time" | "number" | "text";
  /** Number of different values. */
  different: number;
}

/** A column that a kind of chart draws. */
interface Field {
  label: string;
  optional?: boolean;
  /** Takes only columns of numbers. */
  isNumber?: boolean;
}
type FieldName = "x" | "y" | "series";

const Y = { label: "Y", isNumber: true };
const SERIES = { label: "Series", optional: true };

/** Columns that a kind needs, with their labels. */
export const FIELDS: Readonly<Record<ChartKind, Partial<Record<FieldName, Field>>>> = {
  line: { x: { label: "X" }, y: Y, series: SERIES },
  area: { x: { label: "X" }, y: Y, series: SERIES },
  bars: { x: { label: "Name or time" }, y: { label: "Length", isNumber: true } },
  histogram: {
    x: { label: "Number", isNumber: true },
    series: { label: "A row for each", optional: true },
  },
  heatmap: {
    x: { label: "X" },
    series: { label: "Rows" },
    y: { label: "Colour", isNumber: true },
  },
};

/** The columns that a field takes. */
export function columnsFor(
  { isNumber }: Field,
  columns: readonly ChartColumn[],
): readonly ChartColumn[] {
  return isNumber ? columns.filter(({ kind }) => kind === "number") : columns;
}

/** Most different values of a column that becomes a line each. */
const MOST_SERIES = 30;

/** Whether a text is a kind. */
export function isChartKind(text: string): text is ChartKind {
  return Object.hasOwn(CHART_KINDS, text);
}

/** The kinds of the columns of a result. */
export function chartColumns(
  names: readonly string[],
  rows: readonly Record<string, unknown>[],
): ChartColumn[] {
  return names.map((name) => {
    const values = rows.map((row) => row[name]);
    const known = values.find((value) => value !== null && value !== undefined);
    const kind = known instanceof Date
      ? "time"
      : typeof known === "number" || typeof known === "bigint"
      ? "number"
      : "text";
    return { name, kind, different: new Set(values).size };
  });
}

/** What fits at first; undefined if there is nothing to draw. */
export function chooseChart(columns: readonly ChartColumn[]): ChartChoice | undefined {
  const first = (kind: ChartColumn["kind"]) => columns.filter((column) => column.kind === kind);
  const numbers = first("number");
  const [time] = first("time"), [text] = first("text").filter(({ different }) => different > 1);
  const y = numbers.at(-1);
  if (!y) return undefined;
  const base = { y: y.name, series: "" };
  if (time) {
    const isSeries = text && text.different <= MOST_SERIES;
    return { kind: "line", x: time.name, ...base, series: isSeries ? text.name : "" };
  }
  if (text) return { kind: "bars", x: text.name, ...base };
  const [x] = numbers;
  if (x && x !== y) return { kind: "line", x: x.name, ...base };
  return { kind: "histogram", x: y.name, y: "", series: "" };
}

/** The choice with another kind: what it cannot draw is replaced by what it can. */
export function withKind(
  choice: ChartChoice,
  { kind, columns }: { kind: ChartKind; columns: readonly ChartColumn[] },
): ChartChoice {
  const usual = chooseChart(columns);
  const next = { ...choice, kind };
  for (const name of ["y", "x"] as const) {
    const field = FIELDS[kind][name];
    if (!field) continue;
    const fitting = columnsFor(field, columns).map(({ name }) => name);
    const [first = ""] = [next[name], choice.y, choice.x, usual?.y, usual?.x]
      .filter((wanted) => wanted && fitting.includes(wanted));
    next[name] = first;
  }
  // As after a histogram, which has one column.
  if (FIELDS[kind].y && next.x === next.y && usual) next.x = usual.x;
  return next;
}

/** Keeps a choice if its columns are there, else takes what fits. */
export function fittingChart(
  wanted: ChartChoice | undefined,
  columns: readonly ChartColumn[],
): ChartChoice | undefined {
  const fits = wanted && missingField(wanted) === undefined &&
    (["x", "y", "series"] as const).every((name) => {
      const allowed = columnsFor(FIELDS[wanted.kind][name] ?? { label: name }, columns);
      return wanted[name] === "" || allowed.some((column) => column.name === wanted[name]);
    });
  return fits ? wanted : chooseChart(columns);
}

/** The label of a field that has to be chosen yet. */
export function missingField(choice: ChartChoice): string | undefined {
  for (const field of ["x", "y", "series"] as const) {
    const needed = FIELDS[choice.kind][field];
    if (needed && !needed.optional && choice[field] === "") return needed.label;
  }
  return undefined;
}

/** The figure of a choice. */
export function figureOf({ kind, x, y, series }: ChartChoice): FigureView {
  switch (kind) {
    case "line":
    case "area":
      return { kind: "line", x, y, ...series ? { series } : {}, area: kind === "area" };
    case "bars":
      return { kind: "bars", x, y };
    case "histogram":
      return { kind: "histogram", value: x, ...series ? { by: series } : {} };
    case "heatmap":
      return { kind: "heatmap", x, y: series, value: y };
  }
}
