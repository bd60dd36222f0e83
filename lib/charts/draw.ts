import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";

/** A figure: options for Observable Plot, which can be changed before they are drawn. */
export type Figure = Plot.PlotOptions;

/** The part of a document and of a drawn figure that is used here; Deno knows no DOM types. */
// deno-lint-ignore no-explicit-any
type Dom = any;

/** Draws a figure with the given document: a browser's, or one of linkedom. */
export function draw(figure: Figure, document: Dom): Dom {
  return Plot.plot({ ...figure, document });
}

const escapeText = (text: string) =>
  text.replace(/[&<>]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[char]!);

/** What XML cannot hold, not even escaped: control characters and halves of surrogate pairs. */
const NO_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * A figure as the text of an SVG file that opens in a browser: with its own name space, a white
 * ground, and title and subtitle inside the picture (Plot puts those outside, as HTML).
 */
export function svgFile({ title, subtitle, ...figure }: Figure): string {
  // Of an XML document, so that attributes are escaped as XML wants it.
  const document = new (DOMParser as Dom)().parseFromString("<svg/>", "image/svg+xml");
  const svg = draw({ ...figure, figure: false } as Figure, document);
  const width = Number(svg.getAttribute("width"));
  const height = Number(svg.getAttribute("height"));
  const heading = title || subtitle ? 48 : 0;
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("x", "0");
  svg.setAttribute("y", String(heading));
  const text = (line: unknown, y: number, style: string) =>
    line ? `<text x="16" y="${y}" ${style}>${escapeText(String(line))}</text>` : "";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + heading}"`,
    ` viewBox="0 0 ${width} ${height + heading}" font-family="system-ui, sans-serif">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    text(title, 22, 'font-size="16" font-weight="600"'),
    text(subtitle, 40, 'font-size="12" fill="#555"'),
    svg.outerHTML,
    "</svg>\n",
  ].join("").replace(NO_XML, "\ufffd");
}
