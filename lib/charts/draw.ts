import * as Plot from "@observablehq/plot";
import { type ColorScale, legendOf } from "./legend.ts";
import { themeOf, THEMES } from "./theme.ts";

/** A figure: options for Observable Plot, which can be changed before they are drawn. */
export type Figure = Plot.PlotOptions;

/** The part of a document and of a drawn figure that is used here; Deno knows no DOM types. */
// deno-lint-ignore no-explicit-any
type Dom = any;

/**
 * Draws a figure with the given document: a browser's, or one of linkedom.
 *
 * @returns An `svg` element, or a `figure` around it where there is a title or a legend.
 */
export function draw(figure: Figure, document: Dom): Dom {
  const { legend, ...color } = { ...figure.color };
  const wanted = Boolean(legend) && figure.figure !== false;
  const plain = { ...figure, color, document } as Figure;
  const drawn = Plot.plot(wanted ? { ...plain, figure: true } : plain) as Dom;
  if (drawn.tagName.toLowerCase() !== "figure") return drawn;
  const { text, ground } = THEMES[themeOf(figure)];
  drawn.setAttribute(
    "style",
    `max-width:initial;color:${text};background:${ground};font-family:system-ui,sans-serif`,
  );
  const scale = wanted ? drawn.scale("color") as ColorScale | undefined : undefined;
  if (scale) {
    const picture = [...drawn.children].find((child: Dom) => child.tagName.toLowerCase() === "svg");
    const width = Number(picture.getAttribute("width"));
    const { svg, height } = legendOf(scale, { width, label: figure.color?.label });
    const box = document.createElement("div");
    box.innerHTML = `<svg class="legend" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" fill="currentColor" font-size="11" ` +
      `style="display:block;max-width:100%;height:auto">${svg}</svg>`;
    drawn.insertBefore(box.firstChild, picture);
  }
  return drawn;
}
