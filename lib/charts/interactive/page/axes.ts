import type { ScaleData } from "../chart_data.ts";
import type { Chart } from "./chart.ts";
import { type PageElement, svgElement } from "./dom.ts";
import { positionOf, type Tick, ticksOf, valueAt } from "./scale.ts";

type Axis = "x" | "y";

/** Redraws the ticks of an axis for the view; `reset()` puts the original ones back. */
export interface AxisView {
  redraw(): void;
  reset(): void;
}

/** The ticks, labels and grid lines of an axis that Plot has drawn, to be redrawn like them. */
export function axisView(chart: Chart, axis: Axis, scale: ScaleData): AxisView {
  const parts = [`${axis}-axis tick`, `${axis}-axis tick label`, `${axis}-grid`];
  const groups = parts.flatMap((label) =>
    [...chart.svg.querySelectorAll(`[aria-label="${label}"]`)].flatMap(leaves)
  ).map((group) => ({ group, drawn: [...group.children] }));
  const [left, top, width, height] = chart.data.area;
  const [from, length] = axis === "x" ? [left, width] : [top, height];
  return {
    redraw() {
      const { kx, tx, ky, ty } = chart.view;
      const [k, t] = axis === "x" ? [kx, tx] : [ky, ty];
      const at = (position: number) => valueAt(scale, (position - t) / k);
      const count = Math.max(2, Math.round(length / (axis === "x" ? 90 : 50)));
      const ticks = ticksOf(scale, [at(from), at(from + length)], count)
        .map((tick) => ({ ...tick, position: k * positionOf(scale, tick.value) + t }))
        .filter(({ position }) => position >= from - 0.5 && position <= from + length + 0.5);
      for (const { group, drawn } of groups) {
        group.replaceChildren(...ticks.map((tick) => like(drawn[0]!, axis, tick)));
      }
    },
    reset() {
      for (const { group, drawn } of groups) group.replaceChildren(...drawn);
    },
  };
}

/** The groups whose children are ticks; with facets they lie deeper. */
function leaves(group: PageElement): PageElement[] {
  const children = [...group.children];
  if (children.length === 0) return [];
  return children.some(({ tagName }) => tagName === "g") ? children.flatMap(leaves) : [group];
}

/** A tick, label or line like one that Plot has drawn, at another place. */
function like(model: PageElement, axis: Axis, { text, position }: Tick & { position: number }) {
  const own = model.cloneNode(false);
  if (model.tagName === "line") {
    own.setAttribute(`${axis}1`, String(position));
    own.setAttribute(`${axis}2`, String(position));
    return own;
  }
  const transform = model.getAttribute("transform") ?? "";
  own.setAttribute(
    "transform",
    transform.replace(
      /translate\(([^,]+),([^)]+)\)/,
      (_, x, y) => `translate(${axis === "x" ? position : x},${axis === "y" ? position : y})`,
    ),
  );
  if (model.tagName !== "text") return own;
  const y = model.getAttribute("y") ?? model.firstElementChild?.getAttribute("y") ?? "0";
  own.removeAttribute("y");
  own.append(
    ...text.split("\n").map((line, i) => {
      const part = svgElement("tspan", { x: 0, ...(i === 0 ? { y } : { dy: "1em" }) });
      part.textContent = line;
      return part;
    }),
  );
  return own;
}
