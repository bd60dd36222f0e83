/**
 * Observable Plot for notebooks, which have no document: `Plot.plot(…)`, `mark.plot(…)` and
 * `Plot.legend(…)` get one, and what they return shows itself like the charts of the library.
 */
import * as Original from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { draw } from "../charts/draw.ts";
import { legendOf } from "../charts/parts/legend.ts";
import { dressed } from "../charts/parts/theme.ts";
import { DISPLAY } from "./display/bundle.ts";
import { figureElementBundle } from "./display/figure.ts";

export * from "@observablehq/plot";

/** An element of linkedom; Deno has no DOM types. */
// deno-lint-ignore no-explicit-any
type Dom = any;

/** Draws a plot with a document of its own, unless it is given one. Takes and returns what Plot's does. */
export const plot: typeof Original.plot = (options = {}) => {
  if (options.document) return Original.plot(options);
  const own = options as Original.PlotOptions;
  // Plot's own size and colours, in the page's text colour.
  const { style } = dressed({}, { width: own.width ?? 640 });
  const element = draw({ ...own, style: styled(style, own.style) }, newDocument());
  return shown(element, () => figureElementBundle(element, own));
};

/** A legend with a document of its own, unless it is given one. Takes and returns what Plot's does. */
export const legend: typeof Original.legend = (options) => {
  if ((options as { document?: unknown }).document) return Original.legend(options);
  const document = newDocument();
  const { color, label, width = 640 } = options as Original.LegendOptions & {
    color?: Original.ScaleOptions;
  };
  if (!color) {
    const element = Original.legend({ ...options, document } as Original.LegendOptions) as Dom;
    return shown(element, () => ({ "text/html": element.outerHTML, "text/plain": "(legend)" }));
  }
  const scale = Original.scale({ color }) as unknown as Parameters<typeof legendOf>[0];
  const { svg, height } = legendOf(scale, { width, label: label ?? color.label });
  const box = document.createElement("div");
  box.innerHTML = `<svg class="legend" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" fill="currentColor" font-size="11" ` +
    `font-family="system-ui, sans-serif" style="display:block">${svg}</svg>`;
  const element = box.firstChild;
  return shown(element, () => ({
    "text/html": element.outerHTML,
    "text/plain": `(legend: ${scale.domain.join(", ")})`,
  }));
};

// A mark draws itself with `plot()`, also where Plot was imported by its own name.
Original.Mark.prototype.plot = function (
  this: Original.Mark,
  { marks = [], ...options }: Original.PlotOptions = {},
) {
  return plot({ ...options, marks: [...marks, this as Original.RenderableMark] });
} as typeof Original.Mark.prototype.plot;

function newDocument(): Dom {
  return (parseHTML("<html><body></body></html>") as unknown as { document: Dom }).document;
}

function styled(style: Original.PlotOptions["style"], own: Original.PlotOptions["style"]) {
  return typeof own === "string" ? own : { ...style as object, ...own } as typeof style;
}

/** The element, which also shows itself as the last expression of a cell. */
function shown(element: Dom, bundle: () => unknown): Dom {
  return Object.defineProperty(element, DISPLAY, { value: bundle, enumerable: false });
}
