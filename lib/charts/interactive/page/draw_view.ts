import { type Chart, translation } from "./chart.ts";
import { type PageElement, svgElement } from "./dom.ts";

/** Shapes whose outline may be stretched; dots, symbols and texts only move. */
const STRETCHED = /^(rect|path|line)$/;

let clips = 0;

/** Draws the marks as the view has them, clipped to the plot area. */
export function drawView(chart: Chart): void {
  const { svg, marks, view } = chart;
  const { kx, tx, ky, ty } = view;
  const zoomed = kx > 1 || ky > 1;
  for (const { group, inner, elements } of marks) {
    if (!zoomed) {
      group.removeAttribute("clip-path");
      inner.removeAttribute("transform");
      for (const element of elements) restore(element);
      continue;
    }
    group.setAttribute("clip-path", `url(#${clipOf(chart)})`);
    const stretched = elements.every(({ tagName, dataset }) =>
      STRETCHED.test(tagName) && dataset.moved === undefined
    ) && elements.every((element) =>
      !(element.getAttribute("transform") ?? "")
    );
    if (stretched) inner.setAttribute("transform", `matrix(${kx},0,0,${ky},${tx},${ty})`);
    else for (const element of elements) move(element, view);
  }
  svg.setAttribute("data-zoomed", "");
}

/** The id of the clip path of a figure, which is unique in the page. */
function clipOf({ svg, data }: Chart): string {
  const known = svg.querySelector("clipPath[data-area]");
  if (known) return known.getAttribute("id")!;
  const [x, y, width, height] = data.area;
  const id = `chart-area-${++clips}-${Math.random().toString(36).slice(2)}`;
  const clip = svgElement("clipPath", { id, "data-area": "" });
  clip.append(svgElement("rect", { x, y, width, height }));
  const style = svgElement("style");
  style.textContent = "svg[data-zoomed] [data-mark] *{vector-effect:non-scaling-stroke}";
  svg.append(clip, style);
  return id;
}

function restore(element: PageElement): void {
  const { moved } = element.dataset;
  if (moved === undefined) return;
  if (moved) element.setAttribute("transform", moved);
  else element.removeAttribute("transform");
  delete element.dataset.moved;
}

/** Moves an element to where its anchor stands in the view. */
function move(element: PageElement, { kx, tx, ky, ty }: Chart["view"]): void {
  restore(element);
  const own = element.getAttribute("transform") ?? "";
  const [x, y] = anchorOf(element);
  const by = `translate(${(kx - 1) * x + tx},${(ky - 1) * y + ty})`;
  element.dataset.moved = own;
  element.setAttribute("transform", `${by} ${own}`);
}

function anchorOf(element: PageElement): [number, number] {
  const read = (name: string) => Number(element.getAttribute(name) ?? NaN);
  if (element.tagName === "circle") return [read("cx"), read("cy")];
  if (/translate/.test(element.getAttribute("transform") ?? "")) return translation(element);
  const [x, y] = [read("x"), read("y")];
  if (!Number.isNaN(x + y)) return [x, y];
  const box = element.getBBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}
