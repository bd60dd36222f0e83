/// <reference lib="dom" />
/** Orders under way: where each is now, and the way from where it set out. */
import { element } from "../../../lib/jupyter/lab/extension/elements.ts";
import { exact, rounded } from "../../../lib/numbers.ts";
import { span } from "../format.ts";
import type { Shown } from "../views/shown_view.ts";
import { defineComponent } from "./define_component.ts";
import { middleOf, offsetOf, type Place, ringsAround } from "./radar.ts";
import { svg } from "./svg.ts";

interface Delivery extends Place {
  id: string;
  from_lat: number;
  from_lon: number;
  left: Date;
  seen: Date;
}

export default defineComponent(({ box, height }) => {
  const picture = svg("svg", { class: "delivery-map", role: "img" });
  const summary = element("p", { className: "summary" });
  box.append(picture, summary);
  let last: Shown | undefined;

  function update(shown: Shown): void {
    last = shown;
    const deliveries = shown.rows as unknown as readonly Delivery[];
    const starts = deliveries.map(({ from_lat, from_lon }) => ({ lat: from_lat, lon: from_lon }));
    const middle = middleOf(starts);
    const now = deliveries.map((delivery) => offsetOf(delivery, middle));
    const begun = starts.map((start) => offsetOf(start, middle));
    const rings = ringsAround(Math.max(...[...now, ...begun].map(([x, y]) => Math.hypot(x, y))));
    const w = Math.max(260, box.clientWidth), h = Math.max(260, height - 28);
    const scale = (Math.min(w, h) / 2 - 14) / rings.at(-1)!;
    const x = (east: number) => Number((w / 2 + east * scale).toFixed(1));
    const y = (north: number) => Number((h / 2 - north * scale).toFixed(1));
    const text = summaryOf(deliveries, now);
    picture.setAttribute("viewBox", `0 0 ${w} ${h}`);
    picture.setAttribute("height", String(h));
    picture.setAttribute("aria-label", text);
    picture.replaceChildren(
      ...rings.map((radius) =>
        svg("circle", { class: "ring", cx: w / 2, cy: h / 2, r: (radius * scale).toFixed(1) })
      ),
      ...begun.map(([east, north], i) =>
        svg("line", {
          class: "way",
          x1: x(east),
          y1: y(north),
          x2: x(now[i]![0]),
          y2: y(now[i]![1]),
        })
      ),
      ...deliveries.map((delivery, i) =>
        svg(
          "circle",
          { class: "order", cx: x(now[i]![0]), cy: y(now[i]![1]), r: 5 },
          svg("title", {}, titleOf(delivery, shown.answer.to)),
        )
      ),
      svg("path", { class: "shop", d: `M${w / 2},${h / 2 - 8}l8,8l-8,8l-8,-8Z` }),
      ...rings.map((radius) =>
        svg(
          "text",
          { class: "distance", x: w / 2, y: (h / 2 + radius * scale - 4).toFixed(1) },
          `${rounded(radius)} km`,
        )
      ),
    );
    summary.textContent = text;
  }

  return {
    update,
    resize() {
      if (last) update(last);
    },
  };
});

function summaryOf(deliveries: readonly Delivery[], now: readonly [number, number][]): string {
  const far = Math.max(0, ...now.map(([east, north]) => Math.hypot(east, north)));
  const count = deliveries.length;
  return `${exact(count)} ${count === 1 ? "order is" : "orders are"} under way, ` +
    `${rounded(far)} km away at most`;
}

function titleOf({ id, left, seen }: Delivery, to: number): string {
  return `${id}: under way for ${span(+seen - +left)}, seen ${span(to - +seen)} before the end`;
}
