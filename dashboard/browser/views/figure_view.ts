/// <reference lib="dom" />
/** Figures of `lib/charts`, drawn in the browser, with their tooltips, zoom and legend. */
import { enliven } from "../../../lib/charts/interactive/page/enliven.ts";
import type { PageElement } from "../../../lib/charts/interactive/page/dom.ts";
import {
  areaMap,
  type Areas,
  bars,
  candlestick,
  chartData,
  dotMap,
  draw,
  type Figure,
  forecastBands,
  heatmap,
  histogram,
  line,
} from "../../../lib/charts/mod.ts";
import type { FigureView } from "../../view.ts";
import type { Place, Shown, ShownView } from "./shown_view.ts";

/** Pixels below which a figure's text would be too small. */
const NARROWEST = 280;

/** Draws a figure anew for each answer; what the reader zoomed and hid stays. */
export function figureView(view: FigureView, place: Place): ShownView {
  const { box, id } = place;
  const holder = document.createElement("div");
  holder.className = "figure";
  holder.dataset.live = id;
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", `${place.title}: picture`);
  box.append(holder);
  let last: Shown | undefined;
  let outlines: Areas | undefined;
  if (view.kind === "areaMap") {
    void fetchOutlines(view.outlines).then((found) => {
      outlines = found;
      if (last) update(last);
    });
  }

  function update(shown: Shown): void {
    last = shown;
    const width = Math.max(NARROWEST, Math.floor(holder.clientWidth || box.clientWidth));
    const height = view.height ?? place.height - 8;
    const figure = overRange(view, shown, figureOf(view, shown, { width, height, outlines }));
    if (!figure) return;
    const drawn = draw(figure, document) as HTMLElement;
    // Plot's own style sheet: the page's has the same rules, as its policy allows no others.
    for (const style of drawn.querySelectorAll("style")) style.remove();
    // A label needs a role: Plot's marks and their groups have none.
    for (const part of drawn.querySelectorAll("[aria-label]:not([role], svg)")) {
      part.setAttribute("role", part.tagName === "g" ? "group" : "img");
    }
    holder.replaceChildren(drawn);
    const data = chartData(drawn);
    if (data) enliven(holder as unknown as PageElement, data);
  }

  return {
    update,
    resize() {
      if (last) update(last);
    },
  };
}

async function fetchOutlines(path: string): Promise<Areas | undefined> {
  const answer = await fetch(path);
  return answer.ok ? await answer.json() as Areas : undefined;
}

/** The time axis of buckets is the range, so that pictures beside each other have the same. */
function overRange(view: FigureView, { answer }: Shown, figure: Figure | undefined) {
  if (!figure || !("unfinished" in view) || !view.unfinished || !figure.x) return figure;
  const { from, to, step } = answer;
  const edges = [Math.floor(from / step) * step, Math.ceil(to / step) * step];
  if (view.kind === "line") edges[1] = to;
  return { ...figure, x: { ...figure.x, domain: edges.map((edge) => new Date(edge)) } };
}

interface Size {
  width: number;
  height: number;
  outlines: Areas | undefined;
}

function figureOf(view: FigureView, shown: Shown, { outlines, ...size }: Size): Figure | undefined {
  const { rows, answer } = shown;
  const look = { ...size, theme: "auto" } as const;
  const ongoing = "unfinished" in view && view.unfinished
    ? { unfinishedFrom: Math.floor((answer.to - 1) / answer.step) * answer.step }
    : {};
  switch (view.kind) {
    case "line":
      return line(rows, { ...view, ...look, ...ongoing });
    case "bars":
      return bars(rows, { ...view, ...look, ...ongoing });
    case "heatmap":
      return heatmap(rows, { ...view, ...look });
    case "histogram":
      return histogram(rows, { ...view, ...look });
    case "areaMap":
      return outlines && areaMap(rows, { ...view, ...look, geojson: outlines });
    case "dotMap":
      return dotMap(rows, { ...view, ...look });
    case "forecastBands": {
      const isAhead = ({ level }: Record<string, unknown>) => level !== null && level !== undefined;
      const ahead = rows.filter(isAhead);
      const history = rows.filter((row) => !isAhead(row));
      return forecastBands({ history, forecast: ahead }, { ...view, ...look });
    }
    case "candlestick":
      return candlestick(rows, { ...view, ...look });
  }
}
