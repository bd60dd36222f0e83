import { exact, timeText } from "../../../numbers.ts";
import { type TipField, unpacked } from "../chart_data.ts";
import { type Chart, type ChartMark, inPicture } from "./chart.ts";
import { oncePerFrame, page, type PageElement, type PageEvent, svgElement } from "./dom.ts";
import { type Place, placesOf } from "./places.ts";
import { tipBox } from "./tip_box.ts";

/** Pixels from which a dot is found. */
const REACH = 40;

interface Found {
  mark: ChartMark;
  datum: number;
  place: Place;
  distance: number;
}

/**
 * Shows the values of the nearest datum while the pointer moves, or where a finger taps.
 *
 * @returns To be called when the picture changes: hides the tooltip.
 */
export function hoverable(chart: Chart): () => void {
  const { svg, box } = chart;
  const tip = tipBox(box);
  const dot = svgElement("circle", {
    r: 4,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.5,
    "pointer-events": "none",
  });
  let lit: PageElement | undefined;
  const known = new Map<ChartMark, Place[]>();
  const places = (mark: ChartMark) => {
    if (!known.has(mark)) known.set(mark, placesOf(mark));
    return known.get(mark)!;
  };
  const values = new Map<TipField, ReturnType<typeof columnOf>>();
  const write = (field: TipField, datum: number) => {
    if (!values.has(field)) values.set(field, columnOf(field));
    return values.get(field)!(datum);
  };
  const hide = () => {
    tip.hide();
    dot.remove();
    if (lit) lit.style.filter = "";
    lit = undefined;
  };
  let last: PageEvent | undefined;
  const show = oncePerFrame(() => {
    if (!last || !svg.isConnected) return;
    const found = nearest(chart, places, last);
    hide();
    if (!found) return;
    const { mark, datum, place } = found;
    const { kx, tx, ky, ty } = chart.view;
    const [x, y] = [
      (place.left + place.right) / 2,
      place.r ? place.top : (place.top + place.bottom) / 2,
    ];
    const tall = place.bottom > place.top;
    const at = [kx * x + tx, ky * (tall ? place.top : y) + ty] as const;
    const series = chart.data.series[mark.series?.[datum] ?? NaN];
    if (mark.data.paths) {
      dot.setAttribute("cx", String(at[0]));
      dot.setAttribute("cy", String(at[1]));
      mark.group.append(dot);
    } else {
      lit = mark.elementOf(datum);
      if (lit) lit.style.filter = "brightness(1.25)";
    }
    const matrix = svg.getScreenCTM()!;
    tip.show({
      x: matrix.e + matrix.a * (at[0] + mark.offset[0]),
      y: matrix.f + matrix.d * Math.max(0, at[1] + mark.offset[1]),
      heading: chart.data.series.length > 1 ? series : undefined,
      lines: mark.data.fields.map((field) => [field.label, write(field, datum)] as const),
    });
  });
  const follow = (event: PageEvent) => {
    // While the mouse drags, the picture is what counts.
    if (event.buttons > 0 && event.pointerType !== "touch") return hide();
    last = event;
    show();
  };
  svg.addEventListener("pointermove", follow);
  svg.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") follow(event);
  });
  svg.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "touch") return;
    last = undefined;
    hide();
  });
  page.document.addEventListener("scroll", hide, { capture: true, passive: true });
  svg.style.touchAction = "pan-x pan-y pinch-zoom";
  return hide;
}

/** Writes a field's value of a datum. */
function columnOf({ type, texts, values, ends, plain }: TipField): (datum: number) => string {
  const [from, to] = [unpacked(values), ends && unpacked(ends)];
  const write = (value: number) =>
    type === "text"
      ? texts![value] ?? ""
      : Number.isNaN(value)
      ? "none"
      : type === "time"
      ? timeText(new Date(value))
      : exact(value, plain);
  return (datum) => to ? `${write(from[datum]!)} – ${write(to[datum]!)}` : write(from[datum]!);
}

function nearest(
  chart: Chart,
  places: (mark: ChartMark) => Place[],
  event: PageEvent,
): Found | undefined {
  const picture = inPicture(chart, event);
  const { kx, tx, ky, ty } = chart.view;
  const [left, top, width, height] = chart.data.area;
  const shown = chart.marks.filter(({ data }) => data.fields.length > 0);
  const dots = shown.some(({ data, elements }) =>
    data.near === "xy" && elements[0]?.tagName === "circle"
  );
  let best: Found | undefined;
  for (const mark of shown) {
    const [x, y] = [picture[0] - mark.offset[0], picture[1] - mark.offset[1]];
    const slack = 12;
    if (
      x < left - slack || x > left + width + slack || y < top - slack || y > top + height + slack
    ) {
      continue;
    }
    const near = dots && mark.data.paths ? "xy" : mark.data.near;
    const shapes = chart.data.map && !mark.data.paths && mark.elements[0]?.tagName === "path";
    const all = places(mark);
    for (let datum = 0; datum < all.length; datum++) {
      const place = all[datum]!;
      if (mark.series && chart.hidden.has(mark.series[datum]!)) continue;
      if (shapes) {
        if (event.target === mark.elements[datum]) return { mark, datum, place, distance: 0 };
        continue;
      }
      const dx = Math.max(kx * place.left + tx - x, 0, x - (kx * place.right + tx));
      const dy = Math.max(ky * place.top + ty - y, 0, y - (ky * place.bottom + ty));
      let distance: number;
      if (near === "xy") {
        const far = Math.hypot(dx, dy);
        const flat = place.right > place.left && place.bottom > place.top;
        // Inside several dots the one whose centre is nearest counts.
        distance = Math.max(0, far - place.r) + far * 1e-3;
        if (distance > (flat ? 2 : REACH)) continue;
      } else distance = near === "x" ? Math.hypot(dx, dy / 10) : Math.hypot(dx / 10, dy);
      if (!best || distance < best.distance) best = { mark, datum, place, distance };
    }
  }
  return best;
}
