import type { Figure } from "./figure.ts";
import { textWidth } from "./labels.ts";
import { WIDTH } from "./theme.ts";

/** Pixels that a telephone has for a picture. */
const NARROW = 370;

/**
 * The figure for a narrow page, where a picture of the usual width would be cut off or its text too
 * small; undefined if it has a width of its own or as many names on its horizontal axis as need one.
 */
export function narrowed(figure: Figure): Figure | undefined {
  const { width, x, fx, style, marginRight = 0 } = figure;
  if (width !== WIDTH || fx || figure.projection || figure.aspectRatio) return undefined;
  const names = namesOf(x).map((name) => x?.tickRotate ? 12 : textWidth(name) + 6);
  const room = NARROW - (figure.marginLeft ?? 40) - marginRight;
  if (names.reduce((sum, width) => sum + width, 0) > room) return undefined;
  const { ticks } = { ...x };
  return {
    ...figure,
    ...typeof ticks === "number" ? { x: { ...x, ticks: Math.ceil(ticks / 2) } } : {},
    width: NARROW,
    style: { ...style as object, "max-width": "100%" } as Figure["style"],
  };
}

/** The names along an axis as they are shown; none if it has numbers or times. */
function namesOf(scale: Figure["x"]): string[] {
  const { domain, tickFormat } = { ...scale };
  if (!Array.isArray(domain) || domain.some((name) => typeof name !== "string")) return [];
  return domain.map((name) =>
    typeof tickFormat === "function" ? String(tickFormat(name, 0)) : name
  );
}
