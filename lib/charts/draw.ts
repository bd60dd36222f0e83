import * as Plot from "@observablehq/plot";
import { capture } from "./interactive/capture.ts";
import type { ChartData } from "./interactive/chart_data.ts";
import type { Figure } from "./parts/figure.ts";
import { type ColorScale, legendOf } from "./parts/legend.ts";
import { textWidth } from "./parts/labels.ts";
import { maxWidth, themeOf, THEMES } from "./parts/theme.ts";

/** A document or an element of one; Deno has no DOM types. */
// deno-lint-ignore no-explicit-any
type Dom = any;

/** Sizes of title, subtitle and caption as in an SVG file, since a page's headings are larger. */
const HEADINGS: Record<string, string> = {
  h2: "font-size:16px;font-weight:600;margin:0 0 2px",
  h3: "font-size:12px;font-weight:400;margin:0 0 8px;opacity:0.8",
  figcaption: "font-size:11px;margin:4px 0 0;opacity:0.8",
};

const dataOf = new WeakMap<object, () => ChartData>();

/**
 * Draws a figure with the given document: a browser's, or one from linkedom.
 *
 * @returns An `svg` element, or a `figure` element around it if there is a title or a legend.
 */
export function draw(figure: Figure, document: Dom): Dom {
  const { legend, ...color } = { ...figure.color };
  const wanted = Boolean(legend) && figure.figure !== false;
  const captured = capture(figure);
  const plain = { ...captured.figure, color, document } as Figure;
  const drawn = Plot.plot(wanted ? { ...plain, figure: true } : plain) as Dom;
  if (figure.marginLeft === undefined && figure.margin === undefined) {
    const marginLeft = labelsWidth(drawn);
    // Plot has room for four digits, and cuts longer numbers to shorter ones.
    if (marginLeft > 40) return draw({ ...figure, marginLeft }, document);
  }
  dataOf.set(drawn, () => captured.dataOf(drawn));
  if (drawn.tagName.toLowerCase() !== "figure") return drawn;
  const { text, background } = THEMES[themeOf(figure)];
  drawn.setAttribute(
    "style",
    `max-width:initial;margin:0;color:${text};background:${background};` +
      "font-family:system-ui,sans-serif",
  );
  for (const child of drawn.children) {
    const style = HEADINGS[child.tagName.toLowerCase()];
    if (style) child.setAttribute("style", style);
  }
  const scale = wanted ? drawn.scale("color") as ColorScale | undefined : undefined;
  if (scale) {
    const picture = [...drawn.children].find((child: Dom) => child.tagName.toLowerCase() === "svg");
    const width = Number(picture.getAttribute("width"));
    const { svg, height } = legendOf(scale, { width, label: figure.color?.label });
    const box = document.createElement("div");
    box.innerHTML = `<svg class="legend" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" fill="currentColor" font-size="11" ` +
      `style="display:block;max-width:${maxWidth(width)};height:auto">${svg}</svg>`;
    drawn.insertBefore(box.firstChild, picture);
  }
  return drawn;
}

/** Pixels that the labels of the vertical axis take, with their ticks. */
function labelsWidth(drawn: Dom): number {
  const texts = [...drawn.querySelectorAll('[aria-label="y-axis tick label"] text')] as Dom[];
  const widest = Math.max(0, ...texts.map(({ textContent }) => textWidth(textContent)));
  return Math.min(160, Math.ceil(widest + 14));
}

/** What a page needs to give tooltips and zoom to an element that {@linkcode draw} returned. */
export function chartData(drawn: object): ChartData | undefined {
  return dataOf.get(drawn)?.();
}
