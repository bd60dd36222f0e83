import * as Plot from "@observablehq/plot";
import {
  cell,
  type ChartRows,
  checkColumns,
  nameOf,
  numberOf,
  timeOf,
} from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import { decimate, reducedNote } from "../parts/decimate.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look, PALETTE, WIDTH } from "../parts/theme.ts";
import { type Clock, utcAxis } from "../parts/utc_axis.ts";
import { axisLabel, shortened, textWidth } from "../parts/labels.ts";
import { numberAxis } from "../parts/number_axis.ts";
import { exact } from "../../numbers.ts";

/** Columns and labels of {@linkcode forecastBands}. */
export interface ForecastBandsOptions extends Look, Clock {
  /** Column of times in both: Date, ISO text or epoch milliseconds. @default "time" */
  time?: string;
  /** Column of the history's numbers. @default "value", else "y" */
  value?: string;
  /** Interval levels to draw, from those in the column `level`. @default all */
  levels?: readonly number[];
  /** Where the forecast begins. @default the last time of the history before the forecast */
  cutoff?: Date | string | number;
  /** A picture for each model. @default true for more than one model */
  facet?: boolean;
  /** Unit of the values. */
  unit?: string;
}

/** Of each band, so that the line of the mean shows on two of them. */
export const BAND_OPACITY = 0.07;

interface Ahead {
  time: number;
  mean: number;
  lower: number;
  upper: number;
  level: number;
  model: string;
}

const millis = (value: unknown) =>
  typeof value === "number" || typeof value === "bigint"
    ? Number(value)
    : Number(timeOf(value) ?? NaN);

/**
 * A history and its forecasts by models: the mean as a line, intervals as bands (the higher the
 * level, the paler), a rule at the cutoff, and the actual values after it, if known.
 *
 * @param data `history` rows `{time, value | y}`; `forecast` rows
 * `{time, mean | yhat, lower?, upper?, level?, model?}`, one for each level.
 */
export function forecastBands(
  data: { history: ChartInput; forecast: ChartInput },
  options: ForecastBandsOptions = {},
): Figure {
  const [history, forecast] = [rowsOf(data.history), rowsOf(data.forecast)];
  const has = (rows: ChartRows, column: string) => rows.some((row) => column in row);
  const { time = "time", value = has(history, "value") ? "value" : "y", levels, unit } = options;
  const mean = has(forecast, "mean") ? "mean" : "yhat";
  checkColumns("forecastBands", history, { time, value });
  checkColumns("forecastBands", forecast, { time, mean });
  const past = history.map((row) => ({ x: millis(cell(row, time)), y: numberOf(cell(row, value)) }))
    .filter(({ x }) => !Number.isNaN(x)).sort((a, b) => a.x - b.x);
  const ahead = forecast.map((row): Ahead => ({
    time: millis(cell(row, time)),
    mean: numberOf(cell(row, mean)),
    lower: numberOf(cell(row, "lower")),
    upper: numberOf(cell(row, "upper")),
    level: numberOf(cell(row, "level")) || 0,
    model: "model" in row ? nameOf(cell(row, "model")) : "forecast",
  })).filter(({ time }) => !Number.isNaN(time)).sort((a, b) => a.time - b.time);
  if (past.length + ahead.length === 0) return noRows(options);
  const models = [...new Set(ahead.map(({ model }) => model))];
  const { facet = models.length > 1 } = options;
  const start = ahead[0]?.time ?? Infinity;
  const cutoff = options.cutoff === undefined
    ? past.findLast(({ x }) => x < start)?.x ?? start
    : millis(options.cutoff);
  const shownLevels = [...new Set(ahead.map(({ level }) => level))]
    .filter((level) => !levels || levels.length === 0 || levels.includes(level))
    .sort((a, b) => b - a);
  const means = [...new Map(ahead.map((row) => [`${row.model}\u0000${row.time}`, row])).values()];
  const thin = decimate(past, (options.width ?? WIDTH) - 80).map((point) => ({
    ...point,
    time: point.x,
  }));
  const { margin, scale } = numberAxis(
    [...past.map(({ y }) => y), ...ahead.flatMap((row) => [row.mean, row.lower, row.upper])],
  );
  const at = (row: { time: number }) => new Date(row.time);
  const own = facet ? { fy: "model" } as const : {};
  const percent = (level: number) => `${level <= 1 ? 100 * level : level} %`;
  const bounds = new Map(
    ahead.map((row) => [`${row.model}\u0000${row.time}\u0000${row.level}`, row]),
  );
  const intervals = Object.fromEntries(
    shownLevels.filter((level) => level > 0).toReversed().map((level) => [`level${level}`, {
      label: `${percent(level)} interval`,
      value: ({ model, time }: Ahead) => {
        const row = bounds.get(`${model}\u0000${time}\u0000${level}`);
        return row && `${exact(row.lower)} – ${exact(row.upper)}`;
      },
    }]),
  );
  const names = ["actual", ...models];
  const label = (name: string) => shortened(name, 120);
  return dressed({
    ariaLabel: `Forecast of ${value}`,
    height: facet ? 60 + 150 * models.length : 320,
    marginLeft: margin,
    marginRight: facet ? Math.max(20, ...models.map((name) => textWidth(label(name)))) + 14 : 24,
    x: utcAxis(time, options),
    y: { grid: true, nice: true, label: axisLabel(value, unit), ...scale, ticks: facet ? 4 : 6 },
    fy: { label: null, domain: facet ? models : undefined, tickFormat: label },
    color: {
      type: "ordinal",
      domain: names,
      range: names.map((_, i) => i === 0 ? "currentColor" : PALETTE[(i - 1) % PALETTE.length]!),
      legend: true,
    },
    caption: [
      shownLevels.some((level) => level > 0)
        ? `Bands: ${shownLevels.map(percent).join(", ")} intervals`
        : undefined,
      reducedNote(thin.length, past.length),
    ].filter(Boolean).join(". ") || undefined,
    marks: [
      ...shownLevels.map((level) =>
        Plot.areaY(
          ahead.filter((row) => row.level === level),
          {
            ...own,
            x: at,
            y1: "lower",
            y2: "upper",
            z: "model",
            fill: "model",
            fillOpacity: BAND_OPACITY,
            stroke: "model",
            strokeOpacity: 0.7,
            strokeWidth: 0.8,
          },
        )
      ),
      Plot.line(thin, { x: at, y: "y", stroke: () => "actual", strokeWidth: 1.2, tip: true }),
      Plot.line(means, {
        ...{ ...own, x: at, y: "mean", stroke: "model", z: "model", strokeWidth: 1.8 },
        channels: intervals,
        tip: { format: { fy: false } },
      }),
      ...(means.length === models.length
        ? [Plot.dot(means, { ...own, x: at, y: "mean", fill: "model" })]
        : []),
      ...(Number.isFinite(cutoff)
        ? [Plot.ruleX([new Date(cutoff)], { strokeDasharray: "4,3", strokeOpacity: 0.7 })]
        : []),
    ],
  }, options);
}
