import type { ChartData } from "./chart_data.ts";
import { RENDERER } from "./renderer.ts";

/** An element that serializes itself. */
interface Serializable {
  outerHTML: string;
}

/** The renderer as a script element; the same text in each output, so that a page may keep one. */
const SCRIPT = `<script>${RENDERER}</script>`;

/** Starts the renderer that an earlier output of the page has brought. */
const CALL = "<script>globalThis.tributaryCharts?.()</script>";

/** How the element of a figure begins. */
const FIGURE = '<div class="tributary-figure"';

/**
 * A drawn figure as HTML with tooltips, zoom and a legend that can be clicked. Where scripts do not
 * run, the picture is what stays. A picture wider than its place scrolls.
 */
export function interactiveHtml(drawn: Serializable, data: ChartData): string {
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  const picture = `${FIGURE} style="max-width:100%;overflow-x:auto">` +
    `${drawn.outerHTML}<script type="application/json" class="tributary-chart">${json}</script></div>`;
  return picture + SCRIPT;
}

/**
 * The HTML without the renderer, for an update of a figure that is shown already: each output of a
 * live cell would otherwise bring it again.
 */
export function withoutRenderer(html: string): string {
  return html.includes(SCRIPT) ? html.replaceAll(SCRIPT, "") + CALL : html;
}

/**
 * The HTML with names for its figures, by which the page keeps zoom and legend when an update of the
 * display with this id replaces them.
 *
 * @param id Letters, digits and hyphens.
 */
export function namedFigures(html: string, id: string): string {
  let n = 0;
  return html.replaceAll(FIGURE, () => `${FIGURE} data-live="${id}-${n++}"`);
}
