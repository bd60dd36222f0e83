/// <reference lib="dom" />
const SPACE = "http://www.w3.org/2000/svg";
const WIDTH = 96, HEIGHT = 22;

/** A list of numbers as a small line with its area. */
export function sparkline(values: readonly unknown[]): Node {
  const numbers = values.map((value) => Number(value ?? 0));
  const svg = document.createElementNS(SPACE, "svg");
  svg.setAttribute("class", "spark");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("width", String(WIDTH));
  svg.setAttribute("height", String(HEIGHT));
  svg.setAttribute("aria-hidden", "true");
  const most = Math.max(...numbers, 0);
  if (numbers.length < 2) return svg;
  const points = numbers.map((value, i) =>
    `${(i * WIDTH / (numbers.length - 1)).toFixed(1)},${
      (HEIGHT - 1.5 - (HEIGHT - 3) * value / (most || 1)).toFixed(1)
    }`
  );
  for (
    const [name, d] of [
      ["area", `M0,${HEIGHT}L${points.join("L")}L${WIDTH},${HEIGHT}Z`],
      ["line", `M${points.join("L")}`],
    ] as const
  ) {
    const path = document.createElementNS(SPACE, "path");
    path.setAttribute("class", name);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
