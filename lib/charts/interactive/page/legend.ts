import type { Chart } from "./chart.ts";

/** A click on a name of the legend hides or shows its series; a double click shows it alone. */
export function clickableLegend(chart: Chart, changed: () => void): void {
  const { box, hidden, marks } = chart;
  const entries = [...box.querySelectorAll("[data-series]")];
  const numbers = entries.map((entry) => Number(entry.getAttribute("data-series")));
  const redraw = () => {
    for (const [i, entry] of entries.entries()) {
      const off = hidden.has(numbers[i]!);
      entry.setAttribute("aria-pressed", String(!off));
      entry.style.opacity = off ? "0.4" : "";
      entry.style.textDecoration = off ? "line-through" : "";
    }
    for (const { series, elementOf } of marks) {
      const done = new Set();
      for (const [datum, of] of series?.entries() ?? []) {
        const element = elementOf(datum);
        if (!element || done.has(element)) continue;
        done.add(element);
        element.style.display = hidden.has(of) ? "none" : "";
      }
    }
    changed();
  };
  const toggle = (series: number) => {
    if (!hidden.delete(series)) hidden.add(series);
    redraw();
  };
  for (const [i, entry] of entries.entries()) {
    const series = numbers[i]!;
    entry.setAttribute("role", "button");
    entry.setAttribute("tabindex", "0");
    entry.setAttribute("aria-pressed", "true");
    entry.style.cursor = "pointer";
    entry.style.userSelect = "none";
    entry.addEventListener("click", () => toggle(series));
    entry.addEventListener("dblclick", () => {
      const alone = numbers.every((other) => other === series || hidden.has(other));
      for (const other of numbers) {
        if (alone || other === series) hidden.delete(other);
        else hidden.add(other);
      }
      redraw();
    });
    entry.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation(); // A notebook would take it for a command.
      toggle(series);
    });
  }
  if (hidden.size) redraw();
}
