/// <reference lib="dom" />
import { element } from "../../../lib/jupyter/lab/extension/elements.ts";
import { rounded } from "../../../lib/numbers.ts";
import type { Metric, View } from "../../view.ts";
import { text } from "../format.ts";
import type { Place, ShownView } from "./shown_view.ts";

/** Large numbers with their names and changes. */
export function metricsView(
  { metrics }: View & { kind: "metrics" },
  { box }: Place,
): ShownView {
  const parts = metrics.map((metric) => {
    const value = element("dd", { className: "value" });
    const change = element("dd", { className: "change" });
    return { metric, value, change };
  });
  box.append(element(
    "dl",
    { className: "metrics" },
    ...parts.map(({ metric, value, change }) =>
      element("div", {}, element("dt", {}, metric.label), value, ...metric.before ? [change] : [])
    ),
  ));
  return {
    update({ rows: [row = {}] }) {
      for (const { metric, value, change } of parts) {
        const { value: name, format, unit, before } = metric;
        const shown = text(row[name], format, name);
        value.textContent = unit && shown !== "–" ? `${shown} ${unit}` : shown;
        if (before) showChange(change, metric, [row[name], row[before]]);
      }
    },
  };
}

function showChange(
  element: HTMLElement,
  { good }: Metric,
  [now, before]: [now: unknown, before: unknown],
): void {
  const share = Number(now) / Number(before) - 1;
  const isKnown = typeof now === "number" && typeof before === "number" && before !== 0;
  const whole = 100 * Math.abs(share);
  const percent = Number(whole.toFixed(whole < 10 ? 1 : 0)); // as it is written
  const direction = percent === 0 || Number.isNaN(share) ? "same" : share > 0 ? "up" : "down";
  element.dataset.is = !isKnown || !good || direction === "same"
    ? ""
    : direction === good
    ? "good"
    : "bad";
  const sign = direction === "up" ? "▲ +" : direction === "down" ? "▼ −" : "";
  element.textContent = isKnown
    ? `${sign}${rounded(percent)} % on the period before`
    : "no period before";
}
