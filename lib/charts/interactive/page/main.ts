/**
 * Runs in a page: gives the figures in it tooltips, zoom and a legend that can be clicked. Bundled
 * into `../renderer.ts`; after a change run `deno task charts:bundle`.
 */
import type { ChartData } from "../chart_data.ts";
import { chartOf } from "./chart.ts";
import { page, type PageElement } from "./dom.ts";
import { hoverable } from "./hover.ts";
import { keep, restore } from "./kept.ts";
import { clickableLegend } from "./legend.ts";
import { zoomable } from "./zoom.ts";

/** Gives life to the figures of the page that have none yet. */
function start(): void {
  for (const script of page.document.querySelectorAll("script.tributary-chart:not([data-on])")) {
    script.setAttribute("data-on", "");
    try {
      enliven(script.parentElement!, JSON.parse(script.textContent));
    } catch (error) {
      // The picture stays as it is, without tooltips.
      console.warn("A chart stays without tooltips:", error);
    }
  }
}

function enliven(box: PageElement, data: ChartData): void {
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

const shared = globalThis as { tributaryCharts?: () => void };
shared.tributaryCharts = start;
start();
if (page.document.readyState === "loading") {
  // A report has one renderer for all its figures, some of which come below it.
  page.document.addEventListener("DOMContentLoaded", start);
}
