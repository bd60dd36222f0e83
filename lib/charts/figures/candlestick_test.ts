import assert from "node:assert/strict";
import { candlestick } from "./candlestick.ts";
import { drawn, numbers } from "../testing.ts";

Deno.test("candlestick() draws a line from low to high and a body from open to close", () => {
  const rows = [
    { x: 1, open: 10, high: 20, low: 0, close: 15 },
    { x: 2, open: 15, high: 16, low: 6, close: 10 },
    { x: 3, open: 15, high: null, low: 6, close: 10 },
  ];
  const svg = drawn(candlestick(rows, { x: "x" }));
  const long = (label: string) => {
    const from = numbers(svg, `[aria-description=${label}] line`, "y1");
    const to = numbers(svg, `[aria-description=${label}] line`, "y2");
    return from.map((y, i) => Math.abs(y - to[i]!));
  };
  const [ranges, bodies] = [long("range"), long("body")];
  assert.equal(ranges.length, 2, "a row without all prices is left out");
  assert.ok(Math.abs(ranges[0]! / ranges[1]! - 2) < 1e-6);
  assert.ok(Math.abs(ranges[0]! / bodies[0]! - 4) < 1e-6);
});

Deno.test("candlestick() merges neighbours of many rows and keeps the extremes", () => {
  const rows = Array.from({ length: 2000 }, (_, x) => ({
    ...{ x, open: x, close: x + 1, low: x === 777 ? -500 : x, high: x + 1, v: 1 },
  }));
  const figure = candlestick(rows, { x: "x", volume: "v" });
  assert.match(String(figure.caption), /neighbours are drawn as one candle/);
  const { data } = figure.marks![0] as unknown as {
    data: { open: number; close: number; low: number; volume: number }[];
  };
  assert.equal(data[0]!.open, 0);
  assert.equal(data.at(-1)!.close, 2000);
  assert.equal(Math.min(...data.map(({ low }) => low)), -500);
  assert.equal(data.reduce((sum, { volume }) => sum + volume, 0), 2000);
});
