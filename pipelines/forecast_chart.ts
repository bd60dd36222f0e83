/** The chart of `deno task forecast`. */
import { dirname } from "node:path";
import { type Figure, forecastBands } from "../lib/charts/mod.ts";
import { svgFile } from "../lib/charts/svg_file.ts";
import { type Experiment, verdict } from "../lib/forecast/mod.ts";

/** How many horizons of history the chart shows. */
const SHOWN = 8;

/**
 * The end of the first series, the best model's forecasts of it in the back-test, and its forecast of
 * what is to come.
 */
export function chartOf(found: Experiment): Figure {
  const { series: [series], judged, coming, best, horizon, level } = found;
  const { id, time, value } = series!;
  const own = (row: { series: string; model: string }) => row.series === id && row.model === best;
  const tried = judged.rows.filter(own).map((row) => ({ ...row, model: "back-test", level }));
  const ahead = coming.filter(own).map((row) => ({ ...row, model: "forecast" }));
  const from = Math.max(
    0,
    Math.min(
      time.length - SHOWN * horizon,
      time.findIndex((one) => one === tried[0]?.time.getTime()) - 2 * horizon,
    ),
  );
  const history = time.slice(from).map((one, at) => ({ time: one, value: value[from + at] }));
  const more = found.series.length > 1 ? `, the first of ${found.series.length} series` : "";
  return forecastBands({ history, forecast: [...tried, ...ahead] }, {
    title: `${id}: the next ${horizon} steps by ${best}${more}`,
    subtitle: verdict(found),
    facet: false,
    cutoff: time.at(-1)!,
  });
}

/** Writes a figure as an SVG file. */
export async function writeChart(path: string, figure: Figure): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, svgFile(figure));
}
