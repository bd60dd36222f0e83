import { DOMParser } from "linkedom";
import { draw } from "./draw.ts";
import type { Figure } from "./parts/figure.ts";
import { escaped, legendOf } from "./parts/legend.ts";
import { type Theme, themeOf, THEMES } from "./parts/theme.ts";
import { wrapped } from "./parts/labels.ts";

/** What XML cannot contain, even escaped: control characters and lone surrogates. */
const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * A figure as the text of an SVG file that opens in a browser: with a namespace, a background, and
 * title, subtitle, legend and caption inside the picture (Plot puts those outside, as HTML).
 *
 * @param options `theme`. @default the figure's own theme, or light if it has none
 */
export function svgFile(
  { title, subtitle, caption, ...figure }: Figure,
  { theme = themeOf(figure) }: { theme?: Theme } = {},
): string {
  // An XML document, so that attributes are escaped as XML requires.
  // deno-lint-ignore no-explicit-any
  const document = new (DOMParser as any)().parseFromString("<svg/>", "image/svg+xml");
  const svg = draw({ ...figure, figure: false } as Figure, document);
  const width = Number(svg.getAttribute("width"));
  const lines: string[] = [];
  let bottom = 0;
  const write = (text: unknown, style: { size: number; first: number; more: string }) => {
    const { size, first, more } = style;
    const own = text ? wrapped(String(text), width - 32, size) : [];
    for (const [i, line] of own.entries()) {
      const y = bottom + first + i * (size + 4);
      lines.push(`<text x="16" y="${y}" font-size="${size}" ${more}>${escaped(line)}</text>`);
    }
    return own.length === 0 ? 0 : (own.length - 1) * (size + 4);
  };
  if (title || subtitle) {
    bottom += write(title, { size: 16, first: 22, more: 'font-weight="600"' });
    bottom += write(subtitle, { size: 12, first: 40, more: 'opacity="0.75"' });
    bottom += 48;
  }
  const scale = figure.color?.legend ? svg.scale("color") : undefined;
  if (scale) {
    const legend = legendOf(scale, { width: width - 16, label: figure.color?.label });
    lines.push(
      `<g class="legend" font-size="11" transform="translate(16,${bottom})">${legend.svg}</g>`,
    );
    bottom += legend.height;
  }
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("x", "0");
  svg.setAttribute("y", String(bottom));
  bottom += Number(svg.getAttribute("height"));
  if (caption) bottom += write(caption, { size: 11, first: 14, more: 'opacity="0.75"' }) + 24;
  const { text, background } = THEMES[theme === "auto" ? "light" : theme];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom}"`,
    ` viewBox="0 0 ${width} ${bottom}" font-family="system-ui, sans-serif"`,
    ` color="${text}" fill="${text}">`,
    `<rect width="100%" height="100%" fill="${background}"/>`,
    ...lines,
    svg.outerHTML,
    "</svg>\n",
  ].join("").replace(NOT_XML, "\ufffd");
}
