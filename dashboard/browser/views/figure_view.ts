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

/** Draws a figure again for each answer; what the reader zoomed and hid stays. */
export function figureView(view: FigureView, place: Place): ShownView {
  const { box, id } = place;
  const holder = document.createElement("div");
  holder.className = "figure";
  holder.dataset.live = id;
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", `${place.title}: picture`);
  box.append(holder);
  let last: Shown | undefined;
  let outlines: Outlines | undefined;
  if (view.kind === "areaMap") void loadOutlines(view.outlines);

  async function loadOutlines(path: string): Promise<void> {
    outlines = await fetchOutlines(path);
    if (outlines && last) update(last);
    else if (!outlines) setTimeout(() => void loadOutlines(path), AGAIN);
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

/** Milliseconds until outlines that could not be fetched are asked for again. */
const AGAIN = 5000;

/** Outlines, or that the server has none. */
type Outlines = Areas | "none";

/** @returns undefined if the server is away. */
async function fetchOutlines(path: string): Promise<Outlines | undefined> {
  try {
    const answer = await fetch(path);
    if (answer.status === 204) return "none";
    return answer.ok ? await answer.json() as Areas : undefined;
  } catch {
    return undefined; // away: the banner says so
  }
}

/** The time axis of buckets is the range, so that pictures beside each other have the same. */
function overRange(view: FigureView, { answer }: Shown, figure: Figure | undefined) {
  if (!figure?.x || !("unfinished" in view) || view.unfinished !== true) return figure;
  const { from, to, step } = answer;
  const edges = [Math.floor(from / step) * step, Math.ceil(to / step) * step];
  if (view.kind === "line") edges[1] = to;
  return { ...figure, x: { ...figure.x, domain: edges.map((edge) => new Date(edge)) } };
}

interface Size {
  width: number;
  height: number;
  outlines: Outlines | undefined;
}

function figureOf(view: FigureView, shown: Shown, { outlines, ...size }: Size): Figure | undefined {
  const { rows } = shown;
  const look = { ...size, theme: "auto" } as const;
  const ongoing = "unfinished" in view && view.unfinished
    ? { unfinishedFrom: unfinishedFrom(view, shown) }
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
      if (outlines === "none") {
        return view.otherwise && dotMap(rows, { ...view.otherwise, ...look });
      }
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

/** Where the buckets begin that are not over, in milliseconds since 1970. */
function unfinishedFrom(
  { x, unfinished }: { x: string; unfinished?: boolean | string },
  { rows, answer: { to, step } }: Shown,
): number {
  if (typeof unfinished !== "string") return Math.floor((to - 1) / step) * step;
  return rows.reduce(
    (first, row) => row[unfinished] ? Math.min(first, Number(row[x])) : first,
    Infinity,
  );
}
