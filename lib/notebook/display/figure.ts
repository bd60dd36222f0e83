import { parseHTML } from "linkedom";
import { chartData, draw, type Figure, narrowed } from "../../charts/mod.ts";
import {
  interactiveHtml,
  namedFigures,
  withoutRenderer,
} from "../../charts/interactive/interactive_html.ts";
import type { Bundle } from "./bundle.ts";
import { figureText } from "./figure_text.ts";

/** The environment variable that says that outputs are for a report, read also on a telephone. */
const FOR_REPORT = "TRIBUTARY_REPORT";

/** Whether a value is a figure: options for Plot, with marks. */
export function isFigure(value: unknown): value is Figure {
  return typeof value === "object" && value !== null &&
    Array.isArray((value as { marks?: unknown }).marks);
}

/**
 * A figure drawn for a notebook, and as text for elsewhere. For a report it is drawn a second time for
 * narrow screens; the report shows one of the two.
 */
export function figureBundle(figure: Figure): Bundle {
  const bundle = figureElementBundle(drawn(figure), figure);
  const narrow = Deno.env.get(FOR_REPORT) === "1" ? narrowed(figure) : undefined;
  if (!narrow) return bundle;
  const { "text/html": html = "" } = figureElementBundle(drawn(narrow), figure);
  return {
    ...bundle,
    "text/html": `<div class="trb-wide">${bundle["text/html"]}</div>` +
      `<div class="trb-narrow">${withoutRenderer(html)}</div>`,
  };
}

function drawn(figure: Figure): { outerHTML: string } {
  // Deno's types have no document.
  const { document } = parseHTML("<html><body></body></html>") as unknown as { document: unknown };
  return draw(figure, document);
}

/** A figure that is drawn already. */
export function figureElementBundle(drawn: { outerHTML: string }, figure: Figure): Bundle {
  const data = chartData(drawn);
  return {
    "text/html": data ? interactiveHtml(drawn, data) : drawn.outerHTML,
    "text/plain": figureText(figure),
  };
}

/** What replaces a display in which the charts' renderer runs already, so that it is not sent again. */
export function updateOf(bundle: Bundle): Bundle {
  const html = bundle["text/html"];
  return html === undefined ? bundle : { ...bundle, "text/html": withoutRenderer(html) };
}

/** A bundle of a live display, in whose figures zoom and legend outlast the display's updates. */
export function liveFigures(bundle: Bundle, id: string): Bundle {
  const html = bundle["text/html"];
  return html === undefined ? bundle : { ...bundle, "text/html": namedFigures(html, id) };
}
