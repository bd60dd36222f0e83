import * as Plot from "@observablehq/plot";
import { checkColumns, numbersOf, positionsOf } from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, GREY, type Look, PALETTE, WIDTH } from "../parts/theme.ts";
import { type Clock, utcAxis } from "../parts/utc_axis.ts";
import { axisLabel } from "../parts/labels.ts";
import { numberAxis } from "../parts/number_axis.ts";
import { compact } from "../../numbers.ts";

/** Columns and labels of {@linkcode candlestick}. */
export interface CandlestickOptions extends Look, Clock {
  /** Column of times or numbers. */
  x: string;
  /** @default "open" */
  open?: string;
  /** @default "high" */
  high?: string;
  /** @default "low" */
  low?: string;
  /** @default "close" */
  close?: string;
  /** Column of the traded volume: bars at the bottom. @default none */
  volume?: string;
  /** Unit of the prices. */
  unit?: string;
}

interface Candle {
  x: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** Merges `size` neighbours at a time: first open, highest high, lowest low, last close. */
function merged(candles: readonly Candle[], size: number): Candle[] {
  const wide: Candle[] = [];
  for (let i = 0; i < candles.length; i += size) {
    const own = candles.slice(i, i + size);
    wide.push({
      x: own[0]!.x,
      open: own[0]!.open,
      high: Math.max(...own.map(({ high }) => high)),
      low: Math.min(...own.map(({ low }) => low)),
      close: own.at(-1)!.close,
      volume: own.reduce((sum, { volume }) => sum + (volume || 0), 0),
    });
  }
  return wide;
}

/**
 * Prices as candles: a line from low to high, a body from open to close, blue where the price
 * rose and orange where it fell. Neighbours closer than three pixels are merged.
 */
export function candlestick(data: ChartInput, options: CandlestickOptions): Figure {
  options ??= {} as CandlestickOptions; // Left out in a cell: the message names the columns.
  const rows = rowsOf(data);
  const { x, open = "open", high = "high", low = "low", close = "close", volume, unit } = options;
  checkColumns("candlestick", rows, { x, open, high, low, close, volume });
  if (rows.length === 0) return noRows(options);
  const { kind, positions } = positionsOf(rows, x);
  const columns = [open, high, low, close].map((column) => numbersOf(rows, column));
  const volumes = volume === undefined ? [] : numbersOf(rows, volume);
  const all = rows.map((_, i): Candle => ({
    x: kind === "name" ? i : Number(positions[i] ?? NaN),
    open: columns[0]![i]!,
    high: columns[1]![i]!,
    low: columns[2]![i]!,
    close: columns[3]![i]!,
    volume: volumes[i] ?? NaN,
  })).filter((candle) =>
    !Number.isNaN(candle.x + candle.open + candle.high + candle.low + candle.close)
  )
    .sort((a, b) => a.x - b.x);
  if (all.length === 0) return noRows(options, "No values: no row has all four prices");
  const room = (options.width ?? WIDTH) - 80;
  const size = Math.ceil(all.length * 3 / room);
  const candles = merged(all, size);
  const [least, most] = [
    Math.min(...candles.map(({ low }) => low)),
    Math.max(...candles.map(({ high }) => high)),
  ];
  const span = most - least || Math.abs(most) / 100 || 1;
  const traded = Math.max(0, ...candles.map(({ volume }) => volume || 0));
  const floor = least - (traded > 0 ? 0.35 : 0.05) * span;
  const { margin, scale } = numberAxis([least, most]);
  const at = kind === "time" ? (candle: Candle) => new Date(candle.x) : "x";
  const way = ({ open, close }: Candle) => close > open ? "up" : close < open ? "down" : "same";
  const ways = [["up", PALETTE[0]!], ["down", PALETTE[5]!], ["same", GREY]]
    .filter(([name]) => candles.some((candle) => way(candle) === name));
  const body = Math.max(1, Math.min(10, 0.6 * room / candles.length));
  return dressed({
    ariaLabel: `Prices by ${x}`,
    height: 360,
    marginLeft: margin,
    marginRight: 24,
    caption: size > 1 ? `${size} neighbours are drawn as one candle` : undefined,
    x: {
      ...(kind === "time" ? utcAxis(x, options) : { label: x }),
      inset: body,
    },
    y: {
      grid: true,
      domain: [floor, most + 0.05 * span],
      label: axisLabel("price", unit),
      tickFormat: scale.tickFormat,
    },
    color: {
      type: "ordinal",
      domain: ways.map(([name]) => name),
      range: ways.map(([, color]) => color),
      legend: true,
    },
    marks: [
      ...(traded > 0
        ? [
          Plot.ruleX(candles, {
            x: at,
            y1: floor,
            y2: (candle: Candle) => floor + 0.25 * span * (candle.volume || 0) / traded,
            stroke: way,
            strokeOpacity: 0.45,
            strokeWidth: body,
            ariaDescription: "volume",
          }),
          Plot.text([`${volume}: at most ${compact(traded)}`], {
            frameAnchor: "bottom-left",
            dx: 4,
            dy: -92,
          }),
        ]
        : []),
      Plot.ruleX(candles, {
        x: at,
        y1: "low",
        y2: "high",
        stroke: way,
        ariaDescription: "range",
        channels: {
          open: { value: "open", label: open },
          high: { value: "high", label: high },
          low: { value: "low", label: low },
          close: { value: "close", label: close },
          ...(volume === undefined ? {} : { volume: { value: "volume", label: volume } }),
        },
        tip: { format: { y: false } },
      }),
      Plot.ruleX(candles, {
        x: at,
        y1: "open",
        y2: "close",
        stroke: way,
        strokeWidth: body,
        ariaDescription: "body",
      }),
    ],
  }, options);
}
