import { type ChartData, type MarkData, unpacked } from "../chart_data.ts";
import { type PageElement, svgElement } from "./dom.ts";

/** How the plot area is zoomed: what was drawn at `p` stands at `k * p + t`, in pixels of a facet. */
export interface View {
  kx: number;
  tx: number;
  ky: number;
  ty: number;
}

/** A mark in one facet, with its elements. */
export interface ChartMark {
  data: MarkData;
  /** The group of its elements, which clips them while the figure is zoomed. */
  group: PageElement;
  /** Inside it, what is zoomed. */
  inner: PageElement;
  elements: PageElement[];
  /** Where the facet begins in the picture. */
  offset: [number, number];
  /** Index of the series of each datum, NaN if it has none. */
  series: number[] | undefined;
  /** The element of each datum. */
  elementOf: (datum: number) => PageElement | undefined;
}

/** A figure in the page. */
export interface Chart {
  data: ChartData;
  box: PageElement;
  svg: PageElement;
  marks: ChartMark[];
  view: View;
  /** Series that the legend has switched off. */
  hidden: Set<number>;
}

/** Finds the elements of a figure. */
export function chartOf(box: PageElement, svg: PageElement, data: ChartData): Chart {
  const groups = new Map<string, PageElement[]>();
  for (const group of svg.querySelectorAll("[data-mark]")) {
    const id = group.getAttribute("data-mark")!;
    if (!groups.has(id)) groups.set(id, []);
    groups.get(id)!.push(group);
  }
  const marks = data.marks.flatMap((mark): ChartMark[] => {
    const group = groups.get(String(mark.id))?.shift();
    if (!group) return [];
    const elements = [...group.children];
    const inner = svgElement("g");
    inner.append(...elements);
    group.append(inner);
    const starts: number[] = [];
    for (const [at, count] of (mark.paths?.counts ?? []).entries()) {
      for (let i = 0; i < count; i++) starts.push(at);
    }
    return [{
      data: mark,
      group,
      inner,
      elements,
      offset: translation(group),
      series: mark.series && unpacked(mark.series),
      elementOf: (datum) => elements[mark.paths ? starts[datum]! : datum],
    }];
  });
  return { data, box, svg, marks, view: { kx: 1, tx: 0, ky: 1, ty: 0 }, hidden: new Set() };
}

/** The offset in the first `translate(x,y)` of an element's transform. */
export function translation(element: PageElement): [number, number] {
  const [, x = "0", y = "0"] =
    /translate\(([-\d.e]+)[ ,]*([-\d.e]*)\)/.exec(element.getAttribute("transform") ?? "") ?? [];
  return [Number(x), Number(y)];
}

/** A place in the window as a place in the picture, before facets. */
export function inPicture(
  { svg }: Chart,
  { clientX, clientY }: { clientX: number; clientY: number },
): [number, number] {
  const matrix = svg.getScreenCTM()!;
  return [(clientX - matrix.e) / matrix.a, (clientY - matrix.f) / matrix.d];
}

/** The offset of the facet at a place in the picture, or undefined outside of all plot areas. */
export function facetAt(
  { data, marks }: Chart,
  [x, y]: readonly [number, number],
  margin = 0,
): [number, number] | undefined {
  const [left, top, width, height] = data.area;
  const offsets = marks.length > 0
    ? marks.map(({ offset }) => offset)
    : [[0, 0] as [number, number]];
  return offsets.find(([dx, dy]) =>
    x >= left + dx - margin && x <= left + dx + width + margin &&
    y >= top + dy - margin && y <= top + dy + height + margin
  );
}
