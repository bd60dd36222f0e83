/**
 * Runs in a page: gives the figures in it tooltips, zoom and a legend that can be clicked. Bundled
 * into `../renderer.ts`; after a change run `deno task charts:bundle`.
 */
import { page } from "./dom.ts";
import { enliven } from "./enliven.ts";

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

const shared = globalThis as { tributaryCharts?: () => void };
shared.tributaryCharts = start;
start();
if (page.document.readyState === "loading") {
  // A report has one renderer for all its figures, some of which come below it.
  page.document.addEventListener("DOMContentLoaded", start);
}
