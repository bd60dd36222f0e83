import type { ForecastRow } from "../../streams/forecasts.ts";
import type { Forecast } from "../model.ts";
import type { Series } from "../series/series.ts";

/** A forecast from the end of a series as rows, one for each level and time. */
export function forecastRows(
  { time, mean, intervals }: Forecast,
  { series, model }: { series: Series; model: string },
): ForecastRow[] {
  const cutoff = new Date(series.time.at(-1)!);
  return intervals.flatMap(({ level, lower, upper }) =>
    time.map((one, at) => ({
      series: series.id,
      model,
      cutoff,
      time: new Date(one),
      horizon: at + 1,
      yhat: mean[at]!,
      lower: lower[at]!,
      upper: upper[at]!,
      level,
    }))
  );
}
