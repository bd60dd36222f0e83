import type { ForecastRow } from "../../streams/forecasts.ts";
import type { Experiment } from "./experiment.ts";

/** All forecasts of an experiment, those of the back-test first, as they are saved. */
export function experimentRows({ judged, coming, level }: Experiment): ForecastRow[] {
  const ahead = new Map<string, number>();
  const past = judged.rows.map(({ y: _, ...row }) => {
    const key = JSON.stringify([row.series, row.model, row.cutoff]);
    const horizon = (ahead.get(key) ?? 0) + 1;
    ahead.set(key, horizon);
    return { ...row, horizon, level };
  });
  return [...past, ...coming];
}
