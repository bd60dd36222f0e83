import { stepText } from "../series/step.ts";
import type { Experiment } from "./experiment.ts";

/** An experiment as one JSON object: the series, the scores, and the best model's forecast. */
export function experimentJson(
  { series, leftOut, horizon, level, best, judged, coming, notes }: Experiment,
) {
  return {
    series: series.map(({ id, value, step, time, notes }) => ({
      id,
      points: value.length,
      step: stepText(step),
      from: new Date(time[0]!),
      to: new Date(time.at(-1)!),
      notes,
    })),
    leftOut,
    horizon,
    level,
    best,
    scores: judged.scores,
    failures: judged.failures,
    notes: [...judged.notes, ...notes],
    forecasts: coming.filter(({ model }) => model === best),
  };
}
