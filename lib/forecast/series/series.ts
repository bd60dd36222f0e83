import { gridTimes, type Step } from "./step.ts";

/** Values at regular times. */
export interface Series {
  id: string;
  /** Epoch milliseconds, UTC, regular: the start of each bucket. */
  time: number[];
  /** One value for each time; NaN for a gap. */
  value: number[];
  step: Step;
  /** What was done to the rows (sorted, dropped, joined, filled), and the gaps that are left. */
  notes: string[];
}

/** Makes a series from values alone, which is all that some data sets have. */
export function seriesOf(
  values: readonly number[],
  { id = "series", start = 0, step = { ms: 3_600_000 } as Step } = {},
): Series {
  return {
    id,
    time: gridTimes(start, values.length, { step }),
    value: [...values],
    step,
    notes: [],
  };
}
