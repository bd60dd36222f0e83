import type { ChartData } from "../chart_data.ts";
import { chartOf } from "./chart.ts";
import type { PageElement } from "./dom.ts";
import { hoverable } from "./hover.ts";
import { keep, restore } from "./kept.ts";
import { clickableLegend } from "./legend.ts";
import { zoomable } from "./zoom.ts";

/**
 * Gives a figure tooltips, zoom and a legend that can be clicked.
 *
 * @param box The element around its picture. With `data-live`, a name, its zoom and legend are those
 * that the figure of this name had before.
 */
export function enliven(box: PageElement, data: ChartData): void {
  const svg = [...box.querySelectorAll("svg")].find((one) => !one.closest(".legend"));
  if (!svg) return;
  box.style.position = "relative";
  const chart = chartOf(box, svg, data);
  const hide = hoverable(chart);
  restore(chart);
  const changed = () => {
    hide();
    keep(chart);
  };
  zoomable(chart, changed);
  clickableLegend(chart, changed);
}
