import { unpacked } from "../chart_data.ts";
import { type ChartMark, translation } from "./chart.ts";
import type { PageElement } from "./dom.ts";

/** Where a datum is drawn in its facet, before zooming: a box, and the radius of a dot. */
export interface Place {
  left: number;
  right: number;
  top: number;
  bottom: number;
  r: number;
}

/** The places of the data of a mark, read from its elements, or from the vertices of its paths. */
export function placesOf({ data, elements }: ChartMark): Place[] {
  if (data.paths) {
    const [xs, ys] = [unpacked(data.paths.x), unpacked(data.paths.y)];
    return xs.map((x, i) => ({ left: x, right: x, top: ys[i]!, bottom: ys[i]!, r: 0 }));
  }
  return elements.map(placeOf);
}

function placeOf(element: PageElement): Place {
  const read = (name: string) => Number(element.getAttribute(name) ?? 0);
  if (element.tagName === "circle") {
    const [x, y] = [read("cx"), read("cy")];
    return { left: x, right: x, top: y, bottom: y, r: read("r") };
  }
  if (element.tagName === "rect") {
    const [left, top] = [read("x"), read("y")];
    return { left, right: left + read("width"), top, bottom: top + read("height"), r: 0 };
  }
  if (element.tagName === "line") {
    const [x1, x2, y1, y2] = ["x1", "x2", "y1", "y2"].map(read) as [number, number, number, number];
    return {
      left: Math.min(x1, x2),
      right: Math.max(x1, x2),
      top: Math.min(y1, y2),
      bottom: Math.max(y1, y2),
      r: 0,
    };
  }
  const { x, y, width, height } = element.getBBox();
  if (/translate/.test(element.getAttribute("transform") ?? "")) {
    const [cx, cy] = translation(element);
    return { left: cx, right: cx, top: cy, bottom: cy, r: Math.max(width, height) / 2 };
  }
  return { left: x, right: x + width, top: y, bottom: y + height, r: 0 };
}
