/// <reference lib="dom" />

/** Makes an element with properties and children; text is never read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  children: (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Counts as bars. */
export function histogramSvg(counts: readonly number[]): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", `0 0 ${counts.length} 40`);
  svg.setAttribute("preserveAspectRatio", "none");
  const most = Math.max(1, ...counts);
  counts.forEach((count, i) => {
    const bar = document.createElementNS(space, "rect");
    const height = count === 0 ? 0 : Math.max(1, 40 * count / most);
    const place = { x: i + 0.05, y: 40 - height, width: 0.9, height };
    for (const [name, value] of Object.entries(place)) bar.setAttribute(name, String(value));
    svg.append(bar);
  });
  return svg;
}
