import { escapeHtml } from "./html.ts";

const BLOCKS = "▁▂▃▄▅▆▇█";

/** Heights as a line of blocks; a missing value is blank. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const low = Math.min(0, ...known);
  const span = Math.max(0, ...known) - low || 1;
  return values.map((value) => {
    if (value === null) return " ";
    const level = Math.ceil((value - low) / span * BLOCKS.length) - 1;
    return BLOCKS[Math.max(0, level)];
  }).join("");
}

/** Counts as a small bar chart. */
export function barsSvg(counts: readonly number[], title: string): string {
  const [width, height] = [6, 22];
  const most = Math.max(...counts, 1);
  const rects = counts.map((count, i) => {
    const tall = count === 0 ? 0 : Math.max(1, height * count / most);
    return `<rect x="${i * width}" y="${(height - tall).toFixed(1)}" width="${width - 1}" ` +
      `height="${tall.toFixed(1)}"></rect>`;
  });
  return `<svg width="${counts.length * width}" height="${height}" role="img">` +
    `<title>${escapeHtml(title)}</title>${rects.join("")}</svg>`;
}
