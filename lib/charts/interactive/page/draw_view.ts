import { type Chart, type ChartMark, translation } from "./chart.ts";
import { type PageElement, svgElement } from "./dom.ts";

/** Shapes whose outline may be stretched; dots, symbols and texts only move. */
const STRETCHED = /^(rect|path|line)$/;

/** An element that only moves: where it stood, and how it is put elsewhere. */
interface Moved {
  x: number;
  y: number;
  put(x: number, y: number): void;
  back(): void;
  /** Its element. */
  element: PageElement;
  /** Whether it is outside of the plot area, where nothing is drawn. */
  isAway: boolean;
}

/** Pixels around the plot area within which an element may still be seen. */
const NEAR = 40;

const moved = new WeakMap<ChartMark, Moved[]>();
let clips = 0;

/** Draws the marks as the view has them, clipped to the plot area. */
export function drawView(chart: Chart): void {
  const { kx, tx, ky, ty } = chart.view;
  const zoomed = kx > 1 || ky > 1;
  for (const mark of chart.marks) {
    const { group, inner } = mark;
    const elements = moving(mark);
    if (!zoomed) {
      group.removeAttribute("clip-path");
      inner.removeAttribute("transform");
      for (const element of elements) {
        element.back();
        show(element, true);
      }
      continue;
    }
    group.setAttribute("clip-path", `url(#${clipOf(chart)})`);
    if (elements.length === 0) {
      inner.setAttribute("transform", `matrix(${kx},0,0,${ky},${tx},${ty})`);
    }
    const [left, top, width, height] = chart.data.area;
    for (const moving of elements) {
      const [x, y] = [kx * moving.x + tx, ky * moving.y + ty];
      const isNear = x > left - NEAR && x < left + width + NEAR &&
        y > top - NEAR && y < top + height + NEAR;
      if (isNear) moving.put(x, y);
      show(moving, isNear);
    }
  }
}

/** Shows or hides an element: the browser takes most of its time for those that are drawn. */
function show(moved: Moved, isNear: boolean): void {
  if (isNear !== moved.isAway) return;
  moved.isAway = !isNear;
  if (isNear) moved.element.removeAttribute("display");
  else moved.element.setAttribute("display", "none");
}

/** The elements of a mark that are moved one by one; none, if the whole group can be stretched. */
function moving(mark: ChartMark): Moved[] {
  const known = moved.get(mark);
  if (known) return known;
  const stretched = mark.elements.every((element) =>
    STRETCHED.test(element.tagName) && !element.getAttribute("transform")
  );
  const elements = stretched ? [] : mark.elements.map(movedElement);
  if (stretched) {
    for (const element of mark.elements) {
      element.setAttribute("vector-effect", "non-scaling-stroke");
    }
  }
  moved.set(mark, elements);
  return elements;
}

function movedElement(element: PageElement): Moved {
  const read = (name: string) => Number(element.getAttribute(name) ?? NaN);
  if (element.tagName === "circle") {
    const [x, y] = [read("cx"), read("cy")];
    const put = (x: number, y: number) => {
      element.setAttribute("cx", x.toFixed(1));
      element.setAttribute("cy", y.toFixed(1));
    };
    return { x, y, put, back: () => put(x, y), element, isAway: false };
  }
  const own = element.getAttribute("transform") ?? "";
  let [x, y] = translation(element);
  if (!/translate/.test(own)) [x, y] = [read("x"), read("y")];
  if (Number.isNaN(x + y)) {
    const box = element.getBBox();
    [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  }
  return {
    x,
    y,
    put: (at, down) => element.setAttribute("transform", `translate(${at - x},${down - y}) ${own}`),
    back: () => element.setAttribute("transform", own),
    element,
    isAway: false,
  };
}

/** The id of the clip path of a figure, which is unique in the page. */
function clipOf({ svg, data }: Chart): string {
  const known = svg.querySelector("clipPath[data-area]");
  if (known) return known.getAttribute("id")!;
  const [x, y, width, height] = data.area;
  const id = `chart-area-${++clips}-${Math.random().toString(36).slice(2)}`;
  const clip = svgElement("clipPath", { id, "data-area": "" });
  clip.append(svgElement("rect", { x, y, width, height }));
  svg.append(clip);
  return id;
}
