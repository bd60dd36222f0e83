import { shortened, textWidth } from "./labels.ts";
import { compact } from "../../numbers.ts";

/** The colour scale of a drawn figure, as Plot returns it. */
export interface ColorScale {
  type: string;
  domain: readonly unknown[];
  range?: readonly unknown[];
  apply(value: unknown): unknown;
}

/** A legend and its height in pixels. */
export interface Legend {
  svg: string;
  height: number;
}

/** Options for {@linkcode legendOf}. */
export interface LegendOptions {
  /** Pixels; swatches that do not fit start another line. */
  width: number;
  /** What a colour ramp shows, with its unit. @default none */
  label?: string | null;
}

const SHOWN = 24;
const STEPS = 40;

/** Text escaped for XML, in elements and in attributes. */
export function escaped(text: string): string {
  return text.replace(
    /[&<>"]/g,
    (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]!,
  );
}

function words(text: string, x: number, y: number, anchor = "start"): string {
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

function swatches(scale: ColorScale, width: number): Legend {
  const names = scale.domain.slice(0, SHOWN).map((name) => shortened(String(name), 200));
  const rest = scale.domain.length - names.length;
  const parts: string[] = [];
  let x = 0;
  let y = 8;
  const put = (text: string, { color, series }: { color?: unknown; series?: number } = {}) => {
    const wide = textWidth(text) + 34;
    if (x > 0 && x + wide > width) [x, y] = [0, y + 18];
    const fill = escaped(String(color));
    const swatch = color === undefined
      ? ""
      : `<rect x="${x.toFixed(1)}" y="${y - 2}" width="12" height="12" fill="${fill}"/>`;
    const entry = swatch + words(text, x + 17, y + 8);
    parts.push(series === undefined ? entry : `<g data-series="${series}">${entry}</g>`);
    x += wide;
  };
  for (const [series, name] of names.entries()) {
    put(name, { color: scale.apply(scale.domain[series]), series });
  }
  if (rest > 0) put(`and ${rest} more`);
  return { svg: parts.join(""), height: y + 18 };
}

/** The value at a share (0 to 1) of a continuous scale. */
function valueAt({ type, domain }: ColorScale, share: number): number {
  const [low, high] = [Number(domain[0]), Number(domain.at(-1))];
  if (type.includes("log")) return low * (high / low) ** share;
  if (type === "sqrt" || type === "pow") {
    return (Math.sqrt(low) + (Math.sqrt(high) - Math.sqrt(low)) * share) ** 2;
  }
  return low + (high - low) * share;
}

function ramp(scale: ColorScale, label?: string | null): Legend {
  const [left, length] = [0, 240];
  const parts = label ? [words(label, left, 11)] : [];
  const top = label ? 17 : 4;
  for (let i = 0; i < STEPS; i++) {
    const fill = escaped(String(scale.apply(valueAt(scale, (i + 0.5) / STEPS))));
    const x = left + i * length / STEPS;
    // A little wider than a step, so that the background does not show in between.
    parts.push(`<rect x="${x}" y="${top}" width="6.5" height="10" fill="${fill}"/>`);
  }
  const shares = valueAt(scale, 0) === valueAt(scale, 1) ? [0] : [0, 0.5, 1];
  for (const share of shares) {
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    parts.push(words(compact(valueAt(scale, share)), left + length * share, top + 22, anchor));
  }
  return { svg: parts.join(""), height: top + 30 };
}

/**
 * A colour legend as SVG. Plot's own is HTML, which an SVG file cannot contain, and its colour
 * ramp needs a canvas, which linkedom does not have.
 */
export function legendOf(scale: ColorScale, { width, label }: LegendOptions): Legend {
  const names = scale.type === "ordinal" || scale.type === "categorical";
  return names ? swatches(scale, width) : ramp(scale, label);
}
