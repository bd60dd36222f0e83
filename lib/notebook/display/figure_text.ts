import type { Figure } from "../../charts/mod.ts";
import { exact } from "../../numbers.ts";
import { readable } from "../readable.ts";
import { sparkline } from "./spark.ts";

/** Characters in a line of blocks. */
const WIDTH = 60;

/** The part of a mark that is used; Plot's types leave it out. */
interface Mark {
  initialize?(): { channels: Record<string, { value?: ArrayLike<unknown> | null } | undefined> };
}

/**
 * A figure in a few lines of text: title, subtitle, and its largest mark as a line of blocks (numbers
 * over numbers or times) or as bars (numbers by name).
 */
export function figureText(figure: Figure): string {
  const heading = [figure.title, figure.subtitle].filter((line) => typeof line === "string");
  const marks = ((figure.marks ?? []).flat(Infinity as 1) as unknown as Mark[])
    .map((mark) => pointsOf(mark)).filter((points) => points.length > 0)
    .sort((a, b) => b.length - a.length);
  const drawn = marks.length === 0 ? "(figure)" : pictureOf(marks[0]!);
  return [...heading, drawn].join("\n");
}

type MarkPoint = [x: unknown, y: unknown];

function pointsOf(mark: Mark): MarkPoint[] {
  try {
    const { channels } = mark.initialize?.() ?? { channels: {} };
    const read = (name: string) => channels[name]?.value;
    const x = read("x") ?? read("x2") ?? read("x1");
    const y = read("y") ?? read("y2") ?? read("y1");
    return x && y ? Array.from(x, (value, i): MarkPoint => [value, y[i]]) : [];
  } catch {
    return []; // Some marks can only be read while they are drawn.
  }
}

const isNumber = (value: unknown): value is number => typeof value === "number" && isFinite(value);
const isPosition = (value: unknown) => isNumber(value) || value instanceof Date;

function pictureOf(points: MarkPoint[]): string {
  const known = points.filter(([x, y]) => x != null && y != null);
  if (known.length === 0) return "(no values)";
  if (known.every(([x, y]) => isPosition(x) && isNumber(y))) return lineOf(known);
  const turned = known.every(([x]) => isNumber(x));
  const bars = known.map(([x, y]): [unknown, unknown] => turned ? [y, x] : [x, y]);
  if (bars.every(([, value]) => isNumber(value))) return barsOf(bars as [unknown, number][]);
  return `${known.length} points`;
}

/** Means of equal parts of x as blocks; the ranges are written below. */
function lineOf(points: MarkPoint[]): string {
  const xs = points.map(([x]) => Number(x));
  const ys = points.map(([, y]) => y as number);
  const [from, to] = extent(xs);
  const parts = Math.min(WIDTH, new Set(xs).size);
  const sums = Array.from({ length: parts }, () => ({ sum: 0, n: 0 }));
  xs.forEach((x, i) => {
    const part = sums[Math.min(parts - 1, Math.floor((x - from) / (to - from || 1) * parts))]!;
    part.sum += ys[i]!;
    part.n++;
  });
  const position = (x: number) => readable(points[0]![0] instanceof Date ? new Date(x) : x);
  const [low, high] = extent(ys);
  return `${sparkline(sums.map(({ sum, n }) => n === 0 ? null : sum / n))}\n` +
    `${position(from)} to ${position(to)}, ${short(low)} to ${
      short(high)
    }, ${points.length} points`;
}

function barsOf(points: [unknown, number][]): string {
  const shown = points.slice(0, 12);
  const most = Math.max(...shown.map(([, value]) => Math.abs(value)), Number.MIN_VALUE);
  const names = shown.map(([name]) => readable(name).slice(0, 32));
  const width = Math.max(...names.map((name) => name.length));
  const lines = shown.map(([, value], i) =>
    `${names[i]!.padEnd(width)}  ${"█".repeat(Math.round(30 * Math.abs(value) / most))} ${
      short(value)
    }`
  );
  const more = points.length - shown.length;
  return [...lines, ...more > 0 ? [`… ${more} more`] : []].join("\n");
}

function extent(values: number[]): [number, number] {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

const short = (value: number) =>
  exact(Number.isInteger(value) ? value : Number(value.toPrecision(5)));
