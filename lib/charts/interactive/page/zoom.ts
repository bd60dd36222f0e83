import { axisView } from "./axes.ts";
import { type Chart, facetAt, inPicture } from "./chart.ts";
import { oncePerFrame, page, type PageEvent, svgElement } from "./dom.ts";
import { drawView } from "./draw_view.ts";
import { clamped, MOST } from "./kept.ts";

/** When the page was last scrolled: a wheel that scrolls the page must not begin to zoom. */
let scrolled = 0;
let listening = false;

/**
 * The wheel zooms at the pointer; dragging selects a range, or moves the picture if it is zoomed; a
 * double click shows all. Calls `changed` after each change. A view that is zoomed already is drawn.
 */
export function zoomable(chart: Chart, changed: () => void): void {
  const { data, svg, view, box } = chart;
  const { x, y, map } = data;
  const axes = [
    ...(x ? [axisView(chart, "x", x)] : []),
    ...(y ? [axisView(chart, "y", y)] : []),
  ];
  if (axes.length === 0 && !map) return;
  const [left, top, width, height] = data.area;
  if (!listening) {
    listening = true;
    page.document.addEventListener("scroll", () => scrolled = Date.now(), {
      capture: true,
      passive: true,
    });
  }
  const both = map || data.both;
  const reset = page.document.createElement("button");
  reset.textContent = "Reset zoom";
  reset.style.cssText =
    "position:absolute;top:0;right:0;font:11px system-ui,sans-serif;padding:1px 6px;cursor:pointer";
  const zoomed = () => view.kx > 1 || view.ky > 1;
  const draw = oncePerFrame(() => {
    drawView(chart);
    for (const axis of axes) zoomed() ? axis.redraw() : axis.reset();
    svg.style.cursor = zoomed() ? "grab" : "crosshair";
    if (!zoomed()) reset.remove();
    else if (!reset.isConnected) box.append(reset);
    changed();
  });
  const clamp = () => {
    view.tx = clamped(view.kx, view.tx, left, width);
    view.ty = clamped(view.ky, view.ty, top, height);
    draw();
  };
  const showAll = () => {
    Object.assign(view, { kx: 1, tx: 0, ky: 1, ty: 0 });
    draw();
  };
  if (zoomed()) draw();
  reset.addEventListener("click", showAll);
  svg.addEventListener("dblclick", (event) => {
    if (!zoomed()) return;
    event.preventDefault();
    showAll();
  });
  svg.style.cursor = "crosshair";
  svg.style.userSelect = "none";

  const place = (event: PageEvent, margin = 0) => {
    const at = inPicture(chart, event);
    const facet = facetAt(chart, at, margin);
    return facet && [at[0] - facet[0], at[1] - facet[1], ...facet] as const;
  };
  let moved = 0;
  svg.addEventListener("pointermove", () => moved = Date.now());
  svg.addEventListener("wheel", (event) => {
    // A gesture that began elsewhere goes on scrolling the page.
    if (moved <= scrolled && Date.now() - scrolled < 400) return;
    const at = place(event, 40);
    if (!at) return;
    const onAxis = at[0] < left && y;
    const factor = 2 ** (-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002));
    const doX = Boolean(x || map) && !onAxis;
    const doY = Boolean(y || map) && (both || Boolean(onAxis));
    const scale = Math.min(MOST, Math.max(1, (doX ? view.kx : view.ky) * factor)) /
      (doX ? view.kx : view.ky);
    if (scale === 1) {
      if (factor > 1) event.preventDefault();
      return;
    }
    event.preventDefault();
    if (doX) {
      view.tx = at[0] - scale * (at[0] - view.tx);
      view.kx *= scale;
    }
    if (doY) {
      view.ty = at[1] - scale * (at[1] - view.ty);
      view.ky *= scale;
    }
    clamp();
  }, { passive: false });

  let drag: { x: number; y: number; tx: number; ty: number; facet: [number, number] } | undefined;
  const frame = svgElement("rect", {
    fill: "currentColor",
    "fill-opacity": 0.12,
    stroke: "currentColor",
    "stroke-opacity": 0.5,
    "pointer-events": "none",
  });
  let selecting = false;
  svg.addEventListener("pointerdown", (event) => {
    const at = place(event);
    if (!at || event.button !== 0 || event.pointerType === "touch") return;
    selecting = !zoomed() || event.shiftKey;
    drag = { x: at[0], y: at[1], tx: view.tx, ty: view.ty, facet: [at[2], at[3]] };
    svg.setPointerCapture(event.pointerId);
  });
  const local = (event: PageEvent) => {
    const at = inPicture(chart, event);
    const limit = (value: number, from: number, length: number) =>
      Math.max(from, Math.min(from + length, value));
    const [px, py] = [at[0] - drag!.facet[0], at[1] - drag!.facet[1]];
    return selecting
      ? [limit(px, left, width), limit(py, top, height)] as const
      : [px, py] as const;
  };
  svg.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [px, py] = local(event);
    if (!selecting) {
      if (x || map) view.tx = drag.tx + px - drag.x;
      if (y || map) view.ty = drag.ty + py - drag.y;
      return clamp();
    }
    const rows = both ? [Math.min(py, drag.y), Math.abs(py - drag.y)] : [top, height];
    const columns = x || map ? [Math.min(px, drag.x), Math.abs(px - drag.x)] : [left, width];
    frame.setAttribute("x", String(columns[0]! + drag.facet[0]));
    frame.setAttribute("width", String(columns[1]));
    frame.setAttribute("y", String(rows[0]! + drag.facet[1]));
    frame.setAttribute("height", String(rows[1]));
    if (columns[1]! > 4) svg.append(frame);
  });
  svg.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const [px, py] = local(event);
    const { x: fromX, y: fromY } = drag;
    drag = undefined;
    frame.remove();
    if (!selecting || Math.abs(px - fromX) < 6) return;
    if (x || map) {
      const [a, b] = [Math.min(px, fromX), Math.max(px, fromX)];
      const scale = Math.min(MOST / view.kx, width / (b - a));
      view.tx = left - scale * (a - view.tx);
      view.kx *= scale;
    }
    if (both && Math.abs(py - fromY) >= 6) {
      const [a, b] = [Math.min(py, fromY), Math.max(py, fromY)];
      // A map keeps its shape.
      const scale = map ? view.kx / view.ky : Math.min(MOST / view.ky, height / (b - a));
      view.ty = top - scale * (a - view.ty);
      view.ky *= scale;
    }
    clamp();
  });
  svg.addEventListener("pointercancel", () => {
    drag = undefined;
    frame.remove();
  });
}
