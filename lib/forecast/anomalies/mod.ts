/** What is unusual in a series: by the median of all values, or by the values of other seasons. */
export { type Episode, episodes } from "./episodes.ts";
export type { JudgedValue } from "./judged_value.ts";
export { medianAnomalies, type MedianAnomaliesOptions } from "./median_anomalies.ts";
export { seasonalAnomalies, type SeasonalAnomaliesOptions } from "./seasonal_anomalies.ts";
