/** The rows of the panels about the hourly demand: they share one forecast, which takes seconds. */
import type { PanelContext } from "../../define_page.ts";
import { forecastDemand, forecastSentences, scoreRows } from "./demand_forecast.ts";
import { hourlyDemand } from "./hourly_demand.ts";

/** Hours of history that the forecast is drawn with. */
const SHOWN = 7 * 24;

/** History rows `{time, value}` at once, then with forecast rows `{time, mean, lower, upper, level, model}`. */
export async function demandRows(context: PanelContext): Promise<object[]> {
  const series = await hourlyDemand(context);
  if (!series) return [];
  const history = series.time.map((time, i) => ({ time: new Date(time), value: series.value[i]! }))
    .slice(-SHOWN);
  context.meanwhile(history);
  const found = await forecastDemand(series, context.signal);
  const ahead = (found?.coming ?? []).map(({ time, yhat, lower, upper, level, model }) => ({
    time,
    mean: yhat,
    lower,
    upper,
    level,
    model,
  }));
  return [...history, ...ahead];
}

/** What the forecast is, in sentences. */
export async function demandSentences(context: PanelContext): Promise<object[]> {
  const series = await hourlyDemand(context);
  if (!series) return [];
  context.meanwhile([{ text: "The forecast is being made: it takes some seconds." }]);
  return forecastSentences(series, await forecastDemand(series, context.signal));
}

/** The models with their errors. */
export async function demandScores(context: PanelContext): Promise<object[]> {
  const series = await hourlyDemand(context);
  const found = series && await forecastDemand(series, context.signal);
  return found ? scoreRows(found) : [];
}
