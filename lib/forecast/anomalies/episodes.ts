import type { JudgedValue } from "./judged_value.ts";

/** Anomalies that follow each other. */
export interface Episode {
  series: string;
  /** Times of the first and the last anomaly. */
  from: Date;
  to: Date;
  /** Number of anomalies. */
  values: number;
  /** The value that is the furthest from what was expected. */
  value: number;
  expected: number;
  score: number;
}

/**
 * Joins anomalies that are neighbours: a list to read.
 *
 * @param judged Values in order of time, of one or several series.
 * @param options `gap`: how many usual values may lie between two anomalies of an episode. @default 2
 */
export function episodes(
  judged: readonly JudgedValue[],
  { gap = 2 }: { gap?: number } = {},
): Episode[] {
  const found: Episode[] = [];
  let open: Episode | undefined, usual = 0;
  for (const { series, time, value, expected, score, anomaly } of judged) {
    if (open && open.series !== series) open = undefined;
    if (!anomaly || value === null || score === null) {
      if (++usual > gap) open = undefined;
      continue;
    }
    usual = 0;
    if (!open) {
      open = { series, from: time, to: time, values: 0, value, expected, score };
      found.push(open);
    }
    open.to = time;
    open.values++;
    if (Math.abs(score) > Math.abs(open.score)) Object.assign(open, { value, expected, score });
  }
  return found;
}
